import { isObject, type JsonObject } from "../../core/json.ts";
import type { TextsOf } from "../dialect.ts";
import { mapJson, mapped, withMember } from "../texts/mapped.ts";

type Change = (text: string) => string;

function content(value: unknown, change: Change): unknown {
  if (typeof value === "string") return change(value);
  return Array.isArray(value) ? mapped(value, (block) => (isObject(block) ? textBlock(block, change) : block)) : value;
}

/** Thinking stays as it is: it is signed, and a changed text would be refused. */
function textBlock(block: JsonObject, change: Change): JsonObject {
  switch (block["type"]) {
    case "text":
      return typeof block["text"] === "string" ? withMember(block, "text", change(block["text"])) : block;
    case "tool_use": {
      const input = block["input"];
      if (input === undefined) return block;
      return withMember(block, "input", typeof input === "string" ? change(input) : mapJson(input, change));
    }
    case "tool_result":
    case "search_result":
      return withMember(block, "content", content(block["content"], change));
    case "document":
      return withMember(block, "source", documentSource(block["source"], change));
    default:
      return block;
  }
}

function documentSource(source: unknown, change: Change): unknown {
  if (!isObject(source)) return source;
  if (source["type"] === "content") return withMember(source, "content", content(source["content"], change));
  const text = source["data"];
  return source["type"] === "text" && typeof text === "string" ? withMember(source, "data", change(text)) : source;
}

/** Texts of a Messages request (system, messages, inputs and results of tools, documents given as text), or of an answer's blocks. */
export function mapMessagesTexts(body: JsonObject, which: TextsOf, change: Change): JsonObject {
  if (which === "response") return withMember(body, "content", content(body["content"], change));
  const system = withMember(body, "system", content(body["system"], change));
  const messages = system["messages"];
  if (!Array.isArray(messages)) return system;
  const made = mapped(messages, (message) =>
    isObject(message) ? withMember(message, "content", content(message["content"], change)) : message,
  );
  return withMember(system, "messages", made);
}

import { isObject, type JsonObject } from "../../core/json.ts";
import type { TextsOf } from "../dialect.ts";
import { mapped, withMember } from "../texts/mapped.ts";

type Change = (text: string) => string;

const SPOKEN = ["text", "refusal"];

function texts(object: JsonObject, names: readonly string[], change: Change): JsonObject {
  return names.reduce((made, name) => {
    const value = made[name];
    return typeof value === "string" ? withMember(made, name, change(value)) : made;
  }, object);
}

function content(value: unknown, change: Change): unknown {
  if (typeof value === "string") return change(value);
  return Array.isArray(value) ? mapped(value, (part) => (isObject(part) ? texts(part, SPOKEN, change) : part)) : value;
}

/** What items say, ask of tools and get from them. Reasoning stays as it is: it belongs to a text only its provider can read. */
function item(value: unknown, change: Change): unknown {
  if (!isObject(value)) return value;
  switch (value["type"] ?? "message") {
    case "message":
      return withMember(value, "content", content(value["content"], change));
    case "function_call":
      return texts(value, ["arguments"], change);
    case "custom_tool_call":
      return texts(value, ["input"], change);
    case "function_call_output":
    case "custom_tool_call_output":
      return withMember(value, "output", content(value["output"], change));
    default:
      return value;
  }
}

function items(value: unknown, change: Change): unknown {
  if (typeof value === "string") return change(value);
  return Array.isArray(value) ? mapped(value, (one) => item(one, change)) : value;
}

/** Texts of a Responses request (instructions, messages, arguments and outputs of tools), or of an answer's items. */
export function mapResponsesTexts(body: JsonObject, which: TextsOf, change: Change): JsonObject {
  if (which === "response") return withMember(body, "output", items(body["output"], change));
  const instructed = texts(body, ["instructions"], change);
  return withMember(instructed, "input", items(instructed["input"], change));
}

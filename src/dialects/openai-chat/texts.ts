import { isObject, type JsonObject } from "../../core/json.ts";
import type { TextsOf } from "../dialect.ts";

/** A list with some members changed; the list itself where none was. */
function mapped(list: readonly unknown[], change: (member: unknown) => unknown): readonly unknown[] {
  const made = list.map(change);
  return made.every((member, at) => member === list[at]) ? list : made;
}

function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  return object[name] === value ? object : { ...object, [name]: value };
}

function content(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (!Array.isArray(value)) return value;
  return mapped(value, (part) =>
    isObject(part) && typeof part["text"] === "string" ? withMember(part, "text", change(part["text"])) : part,
  );
}

function toolCalls(value: unknown, change: (text: string) => string): unknown {
  if (!Array.isArray(value)) return value;
  return mapped(value, (call) => {
    if (!isObject(call) || !isObject(call["function"])) return call;
    const called = call["function"];
    const text = called["arguments"];
    return typeof text === "string"
      ? withMember(call, "function", withMember(called, "arguments", change(text)))
      : call;
  });
}

function message(value: unknown, change: (text: string) => string): unknown {
  if (!isObject(value)) return value;
  const changed = withMember(value, "content", content(value["content"], change));
  return changed["tool_calls"] === undefined
    ? changed
    : withMember(changed, "tool_calls", toolCalls(changed["tool_calls"], change));
}

/** Texts of a chat request (messages and the arguments of their tool calls), or of a completion's choices. */
export function mapChatTexts(body: JsonObject, which: TextsOf, change: (text: string) => string): JsonObject {
  const member = which === "request" ? "messages" : "choices";
  const list = body[member];
  if (!Array.isArray(list)) return body;
  const made = mapped(list, (one) => {
    if (which === "request") return message(one, change);
    return isObject(one) ? withMember(one, "message", message(one["message"], change)) : one;
  });
  return made === list ? body : { ...body, [member]: made };
}

import { isObject, type JsonObject } from "../../core/json.ts";
import type { TextsOf } from "../dialect.ts";
import { mapped, withMember } from "../texts/mapped.ts";

type Change = (text: string) => string;

/** Members of a message that are a text, beside its content. */
const SAID = ["refusal", "reasoning_content", "reasoning"];

function changed(object: JsonObject, name: string, change: Change): JsonObject {
  const text = object[name];
  return typeof text === "string" ? withMember(object, name, change(text)) : object;
}

function content(value: unknown, change: Change): unknown {
  if (typeof value === "string") return change(value);
  if (!Array.isArray(value)) return value;
  return mapped(value, (part) => (isObject(part) ? changed(changed(part, "text", change), "refusal", change) : part));
}

/** What a call, of a function or of a tool that takes a text, is called with. */
function call(value: unknown, change: Change): unknown {
  if (!isObject(value)) return value;
  const { function: called, custom } = value;
  if (isObject(called)) return withMember(value, "function", changed(called, "arguments", change));
  return isObject(custom) ? withMember(value, "custom", changed(custom, "input", change)) : value;
}

function message(value: unknown, change: Change): unknown {
  if (!isObject(value)) return value;
  let made = withMember(value, "content", content(value["content"], change));
  for (const name of SAID) made = changed(made, name, change);
  const { tool_calls: calls, function_call: legacy } = made;
  if (isObject(legacy)) made = withMember(made, "function_call", changed(legacy, "arguments", change));
  return Array.isArray(calls)
    ? withMember(
        made,
        "tool_calls",
        mapped(calls, (one) => call(one, change)),
      )
    : made;
}

/** Texts of a chat request (messages, reasoning brought back, what tools are called with), or of a completion's choices. */
export function mapChatTexts(body: JsonObject, which: TextsOf, change: Change): JsonObject {
  const member = which === "request" ? "messages" : "choices";
  const list = body[member];
  if (!Array.isArray(list)) return body;
  const made = mapped(list, (one) => {
    if (which === "request") return message(one, change);
    return isObject(one) ? withMember(one, "message", message(one["message"], change)) : one;
  });
  return withMember(body, member, made);
}

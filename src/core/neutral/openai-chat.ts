import { asText, arrayOf, isObject, objectOf, type JsonObject } from "../json.ts";
import { readContent } from "./content.ts";
import { callNumber, meetStoredPart, newCallNumber, readArguments, type Draft } from "./draft.ts";
import type { NeutralMessage, NeutralToolCall } from "./neutral.ts";

/** The messages of an OpenAI chat completion request. */
export function readChatMessages(body: JsonObject, draft: Draft): void {
  for (const message of arrayOf(body["messages"])) {
    if (isObject(message)) draft.messages.push(readMessage(message, draft));
  }
}

function readMessage(message: JsonObject, draft: Draft): NeutralMessage {
  const role = asText(message["role"]);
  const content = readContent(message["content"], draft);
  const said = content === undefined ? {} : { content };
  if (role === "tool") return { role, call: callNumber(draft, message["tool_call_id"]), ...said };
  if (role === "function") return { role: "tool", call: callNumber(draft, message["name"]), ...said };
  const named = typeof message["name"] === "string" ? { name: message["name"] } : {};
  if (role !== "assistant") return { role: role === "developer" ? "system" : role, ...named, ...said };
  if (isObject(message["audio"])) meetStoredPart(draft);
  const refused =
    typeof message["refusal"] === "string" ? { content: [{ type: "refusal", text: message["refusal"] }] } : {};
  const calls = readCalls(message, draft);
  return { role, ...named, ...refused, ...said, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}

function readCalls(message: JsonObject, draft: Draft): NeutralToolCall[] {
  const calls: NeutralToolCall[] = [];
  for (const call of arrayOf(message["tool_calls"])) {
    if (!isObject(call)) continue;
    const custom = call["custom"];
    const called = isObject(custom) ? custom : objectOf(call["function"]);
    calls.push({
      call: callNumber(draft, call["id"]),
      name: asText(called["name"]),
      arguments: isObject(custom) ? custom["input"] : readArguments(called["arguments"]),
    });
  }
  const legacy = message["function_call"];
  if (isObject(legacy)) {
    const name = asText(legacy["name"]);
    calls.push({ call: newCallNumber(draft, name), name, arguments: readArguments(legacy["arguments"]) });
  }
  return calls;
}

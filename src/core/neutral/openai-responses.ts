import { asText, arrayOf, isObject, type JsonObject } from "../json.ts";
import { readContent, readPart } from "./content.ts";
import { callNumber, meet, meetStoredPart, readArguments, type Draft } from "./draft.ts";
import type { NeutralMessage, NeutralPart, NeutralToolCall } from "./neutral.ts";

/** Members of a Responses request that stand for something kept by the provider. */
const STORED = ["previous_response_id", "conversation", "prompt"];

/** Instructions and input items of an OpenAI Responses request; calls that follow a turn of the assistant belong to it. */
export function readResponsesMessages(body: JsonObject, draft: Draft): void {
  if (STORED.some((name) => body[name] !== undefined && body[name] !== null)) meetStoredPart(draft);
  const instructions = readContent(body["instructions"], draft);
  if (instructions !== undefined) draft.messages.push({ role: "system", content: instructions });
  if (typeof body["input"] === "string") draft.messages.push({ role: "user", content: body["input"] });
  for (const item of arrayOf(body["input"])) {
    if (isObject(item)) readItem(item, draft);
  }
}

function readItem(item: JsonObject, draft: Draft): void {
  const type = item["type"] ?? "message";
  switch (type) {
    case "message":
      return readMessage(item, draft);
    case "function_call":
      return addCall(draft, item, readArguments(item["arguments"]));
    case "custom_tool_call":
      return addCall(draft, item, item["input"]);
    case "function_call_output":
    case "custom_tool_call_output": {
      const content = readContent(item["output"], draft);
      const call = callNumber(draft, item["call_id"]);
      draft.messages.push({ role: "tool", call, ...(content === undefined ? {} : { content }) });
      return;
    }
    case "item_reference":
      return meetStoredPart(draft);
    case "reasoning":
      // Without its content, an item of reasoning is only an id of something kept by the provider.
      if (!item["encrypted_content"] && arrayOf(item["content"]).length === 0) meetStoredPart(draft);
      draft.messages.push({ role: "assistant", content: [readPart(item, draft)] });
      return;
    default:
      meet(draft, "hosted_tool");
      draft.messages.push({ role: "assistant", content: [readPart(item, draft)] });
  }
}

function readMessage(item: JsonObject, draft: Draft): void {
  const role = item["role"] === "developer" ? "system" : asText(item["role"]);
  const content = readContent(item["content"], draft);
  const thought = role === "assistant" ? thoughtOnly(draft) : null;
  if (thought !== null && content !== undefined) {
    const said: readonly NeutralPart[] = typeof content === "string" ? [{ type: "text", text: content }] : content;
    draft.messages[draft.messages.length - 1] = {
      ...thought,
      content: [...(thought.content as NeutralPart[]), ...said],
    };
    return;
  }
  draft.messages.push({ role, ...(content === undefined ? {} : { content }) });
}

/** The last message, where it holds nothing but reasoning: what is said next belongs to it. */
function thoughtOnly(draft: Draft): NeutralMessage | null {
  const last = draft.messages.at(-1);
  if (last?.role !== "assistant" || last.tool_calls !== undefined || !Array.isArray(last.content)) return null;
  return (last.content as NeutralPart[]).every((part) => part.type === "reasoning") ? last : null;
}

function addCall(draft: Draft, item: JsonObject, given: unknown): void {
  const call: NeutralToolCall = {
    call: callNumber(draft, item["call_id"]),
    name: asText(item["name"]),
    arguments: given,
  };
  const last = draft.messages.at(-1);
  if (last?.role !== "assistant") draft.messages.push({ role: "assistant", tool_calls: [call] });
  else draft.messages[draft.messages.length - 1] = { ...last, tool_calls: [...(last.tool_calls ?? []), call] };
}

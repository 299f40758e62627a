import { arrayOf, asText, isObject, textOf, type JsonObject } from "../../core/json.ts";
import { bytesPart, contentOf, roleOf, toolCall } from "./chat-message.ts";
import { valueOrJson } from "./json-text.ts";
import { answerOf, providerMessage, sortedCalls, sortedMessages, sortPart } from "./provider-message.ts";

/** System instructions, as a text or as parts; null where there are none. */
export function systemMessages(given: unknown, unsaid: Unsaid = { met: false }): readonly JsonObject[] | null {
  if (given === undefined || given === null || given === "") return null;
  const value = valueOrJson(given);
  if (typeof value === "string") return [{ role: "system", content: value }];
  const told = arrayOf(value).flatMap((part) => (isObject(part) ? (part["parts"] ?? part) : part) as unknown);
  const parts = told.flatMap((part) => textPart(part));
  unsaid.met ||= parts.length < told.length;
  return parts.length === 0 ? null : [{ role: "system", content: contentOf(parts) }];
}

/** The text of a part. */
export function textPart(part: unknown): readonly JsonObject[] {
  const text = typeof part === "string" ? part : isObject(part) ? (part["content"] ?? part["text"]) : undefined;
  return typeof text === "string" ? [{ type: "text", text }] : [];
}

/** What cannot be said in the words of a chat completion is noted. */
export interface Unsaid {
  met: boolean;
}

/** A message made of parts in the words of a chat completion; one becomes several where it answers several tool calls. */
export function partsMessages(message: unknown, unsaid: Unsaid): readonly JsonObject[] {
  if (!isObject(message)) {
    unsaid.met = true;
    return [];
  }
  const role = roleOf(message["role"]);
  // Before there were parts, messages stood as the provider takes them.
  if (!Array.isArray(message["parts"])) {
    const told = providerMessage(message);
    unsaid.met ||= told.unsaid;
    return told.messages;
  }
  const head = {
    role,
    ...(textOf(message["name"]) === null ? {} : { name: message["name"] }),
    ...(textOf(message["tool_call_id"]) === null ? {} : { tool_call_id: message["tool_call_id"] }),
  };
  // LiteLLM keeps calls beside the parts.
  const sorted = sortedCalls(message["tool_calls"]);
  for (const part of message["parts"]) {
    const said = isObject(part) ? contentPart(part) : null;
    if (!isObject(part)) sorted.unsaid = true;
    else if (part["type"] === "tool_call") sorted.calls.push(toolCall(part["id"], part["name"], part["arguments"]));
    else if (part["type"] === "tool_call_response") sorted.answers.push(toolAnswer(part));
    else if (said === null) sortPart(part, sorted);
    else sorted.content.push(said);
  }
  unsaid.met ||= sorted.unsaid;
  return sortedMessages(head, sorted);
}

function toolAnswer(part: JsonObject): JsonObject {
  const content = answerOf(part["response"] ?? part["result"]);
  return { role: "tool", ...(textOf(part["id"]) === null ? {} : { tool_call_id: part["id"] }), content };
}

/** A part in the conventions' own words; null where it is none. */
function contentPart(part: JsonObject): JsonObject | null {
  const { type, content, mime_type: mime, modality, uri, file_id: file } = part;
  if (type === "text" && typeof content === "string") return { type: "text", text: content };
  if (type === "blob" && typeof content === "string")
    return bytesPart(textOf(mime) ?? textOf(modality) ?? "application/octet-stream", content);
  if (type === "uri" && typeof uri === "string" && (modality === "image" || asText(mime).startsWith("image/")))
    return { type: "image_url", image_url: { url: uri } };
  return type === "file" && typeof file === "string" ? { type: "file", file: { file_id: file } } : null;
}

import { asText, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bytesPart, contentOf, roleOf, toolCall } from "./chat-message.ts";
import { valueOrJson } from "./json-text.ts";

/** A message of the SDK in the words of a chat completion; one becomes several where it answers several tool calls. */
export function vercelMessages(message: JsonObject): readonly JsonObject[] {
  const role = roleOf(message["role"]);
  const parts = valueOrJson(message["content"]);
  if (!Array.isArray(parts)) return [{ role, content: message["content"] ?? "" }];
  const content: JsonObject[] = [];
  const calls: JsonObject[] = [];
  const answers: JsonObject[] = [];
  for (const part of parts.filter(isObject)) {
    const { type, text, toolCallId: id, toolName: name } = part;
    if (type === "tool-call") calls.push(toolCall(id, name, part["input"] ?? part["args"]));
    else if (type === "tool-result") answers.push({ role: "tool", tool_call_id: id, content: resultOf(part) });
    else if (type === "text") content.push({ type, text });
    else if (type === "file" || type === "image") content.push(filePart(part));
  }
  if (role === "tool") return answers;
  const called = calls.length === 0 ? {} : { tool_calls: calls };
  return [{ role, content: contentOf(content) ?? (calls.length > 0 ? null : ""), ...called }];
}

function resultOf(part: JsonObject): string {
  const given = part["output"] ?? part["result"];
  const value = isObject(given) && given["value"] !== undefined ? given["value"] : given;
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function filePart(part: JsonObject): JsonObject {
  const given = part["data"] ?? part["image"];
  const told = textOf(part["mediaType"] ?? part["mimeType"]) ?? (part["type"] === "image" ? "image/png" : "");
  const type = told === "image/*" ? "image/jpeg" : told;
  if (typeof given !== "string" || !/^https?:/.test(given)) return bytesPart(type, bytesOf(given));
  return type.startsWith("image")
    ? { type: "image_url", image_url: { url: given } }
    : { type: "file", file: { file_url: given } };
}

/** Bytes as base64: early versions 5 wrote them as JSON has an array of bytes, an object by their number. */
function bytesOf(given: unknown): string {
  const bytes = Object.values(objectOf(given));
  return bytes.length > 0 && bytes.every((byte) => typeof byte === "number")
    ? Buffer.from(bytes).toString("base64")
    : asText(given ?? "");
}

/** A tool choice of the SDK as a chat completion's; null where it is the usual one. */
export function vercelToolChoice(given: unknown): unknown {
  const { type, toolName: name } = objectOf(valueOrJson(given));
  if (type === "tool") return { type: "function", function: { name } };
  return type === "none" || type === "required" ? type : null;
}

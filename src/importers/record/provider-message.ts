import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { listOrJson } from "./json-text.ts";
import { bytesPart, contentOf, roleOf, toolCall } from "./chat-message.ts";

/** Messages in the words of a chat completion; `unsaid` where a part of them has none. */
export interface ChatMessages {
  readonly messages: readonly JsonObject[];
  readonly unsaid: boolean;
}

/** Messages that stand as a provider takes them: parts of OpenAI's APIs, blocks of Anthropic's. One becomes several where it answers tool calls. */
export function providerMessages(given: readonly unknown[]): ChatMessages {
  const read = given.filter(isObject).map(providerMessage);
  return {
    messages: read.flatMap(({ messages }) => messages),
    unsaid: read.length < given.length || read.some(({ unsaid }) => unsaid),
  };
}

/** What the parts of a message come to. */
interface Sorted {
  readonly content: JsonObject[];
  readonly calls: JsonObject[];
  readonly answers: JsonObject[];
  unsaid: boolean;
}

export function providerMessage(message: JsonObject): ChatMessages {
  const { content, tool_calls: calls, ...said } = message;
  const head = { ...said, role: roleOf(message["role"]) };
  const sorted = sortedCalls(calls);
  const parts = partsIn(content);
  for (const part of parts ?? []) sortPart(part, sorted);
  const text = parts === null ? (textLike(content) ?? null) : undefined;
  return { messages: sortedMessages(head, sorted, text), unsaid: sorted.unsaid };
}

/** Nothing yet but the calls that stand beside the parts. */
export function sortedCalls(calls: unknown): Sorted {
  return { content: [], calls: arrayOf(calls).filter(isObject).map(flatCall), answers: [], unsaid: false };
}

/** Answers to tool calls, each a message of its own, and then the message itself, where it says more than they do. @param text in place of parts */
export function sortedMessages(head: JsonObject, sorted: Sorted, text?: unknown): readonly JsonObject[] {
  const { content, calls, answers } = sorted;
  if (answers.length > 0 && content.length === 0 && calls.length === 0) return answers;
  const said = text === undefined ? (contentOf(content) ?? (calls.length > 0 ? null : "")) : text;
  return [...answers, { ...head, content: said, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
}

/** Parts of a message, as a list or as the JSON of one; null where it is a text. A text that is JSON of something else is a text. */
function partsIn(content: unknown): readonly unknown[] | null {
  const { list } = listOrJson(content);
  if (list === null || (typeof content === "string" && list.length === 0)) return null;
  return Array.isArray(content) || list.every((part) => textOf(objectOf(part)["type"]) !== null) ? list : null;
}

function textLike(content: unknown): unknown {
  return content === undefined || content === null || typeof content === "string" ? content : JSON.stringify(content);
}

/** A tool call, with its function in an object of its own or not. */
function flatCall(call: JsonObject): JsonObject {
  const called = isObject(call["function"]) ? call["function"] : call;
  return isObject(call["custom"]) ? call : toolCall(call["id"], called["name"], called["arguments"] ?? called["args"]);
}

/** Puts a part, as a provider takes it, to its like. */
export function sortPart(part: unknown, sorted: Sorted): void {
  if (typeof part === "string") return void sorted.content.push({ type: "text", text: part });
  const { type, id, name, input, text, tool_use_id: asked, content } = objectOf(part);
  if (type === "tool_use") sorted.calls.push(toolCall(id, name, input));
  else if (type === "tool_result")
    sorted.answers.push({ role: "tool", tool_call_id: asked, content: answerOf(content) });
  else if (TEXTS.has(type as string) && typeof text === "string") sorted.content.push({ type: "text", text });
  else if (type !== "thinking" && type !== "redacted_thinking" && type !== "reasoning") {
    const said = mediaPart(objectOf(part));
    sorted.content.push(said ?? objectOf(part));
    sorted.unsaid ||= said === null;
  }
}

const TEXTS = new Set(["text", "input_text", "output_text"]);
const PLAIN = new Set(["image_url", "input_audio", "file", "refusal"]);

function mediaPart(part: JsonObject): JsonObject | null {
  const { type, image_url: url, source } = part;
  if (type === "input_image") return typeof url === "string" ? { type: "image_url", image_url: { url } } : null;
  if (PLAIN.has(type as string)) return part[type as string] === undefined ? null : part;
  if (type !== "image" && type !== "document") return null;
  const { type: kind, media_type: media, data, url: address } = objectOf(source);
  if (kind === "base64" && typeof data === "string") return bytesPart(textOf(media) ?? type, data);
  return kind === "url" && type === "image" ? { type: "image_url", image_url: { url: address } } : null;
}

/** What a tool answered: texts as they are, anything else as JSON. */
export function answerOf(given: unknown): unknown {
  if (typeof given === "string") return given;
  const texts = arrayOf(given).map((part) => ({
    type: "text",
    text: objectOf(part)["text"] ?? objectOf(part)["content"],
  }));
  const plain = texts.every(
    ({ text }, at) => typeof text === "string" && objectOf(arrayOf(given)[at])["type"] === "text",
  );
  return texts.length > 0 && plain ? contentOf(texts) : JSON.stringify(given ?? null);
}

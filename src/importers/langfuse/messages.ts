import { asText, arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { contentOf, roleOf, toolCall } from "../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../record/json-text.ts";
import { partsMessages, type Unsaid } from "../record/parts-message.ts";
import { vercelMessages } from "../record/vercel-message.ts";

/**
 * Messages as integrations log them in the words of a chat completion: OpenAI's stay as they are; LangChain, the Vercel AI SDK and
 * OpenTelemetry have forms of their own. What cannot be said so is noted.
 */
export function chatMessages(list: readonly unknown[], unsaid: Unsaid): readonly JsonObject[] {
  let open: readonly JsonObject[] = [];
  return list
    .flatMap((given) => messagesIn(given, unsaid))
    .map((message) => {
      const calls = arrayOf(message["tool_calls"]).filter(isObject);
      if (calls.length > 0) open = calls;
      if (ROLES.has(asText(message["role"])) && message["role"] !== "tool") return message;
      const answered = callOf(message, open);
      open = open.filter((call) => call !== answered);
      if (message["role"] === "tool" && textOf(message["tool_call_id"]) !== null) return message;
      if (answered === undefined) unsaid.met = true;
      const { name: _, ...answer } = message;
      return answered === undefined ? message : { ...answer, role: "tool", tool_call_id: answered["id"] };
    });
}

const ROLES = new Set(["system", "developer", "user", "assistant", "tool", "function"]);

/** Which call a tool's answer belongs to: by its id, else by its tool's name, which LangChain's JavaScript writes as the role. */
function callOf(message: JsonObject, open: readonly JsonObject[]): JsonObject | undefined {
  const id = textOf(message["tool_call_id"]);
  if (id !== null) return open.find((call) => call["id"] === id);
  const name = message["role"] === "tool" ? textOf(message["name"]) : message["role"];
  return open.find((call) => name === null || objectOf(call["function"])["name"] === name);
}

function messagesIn(given: unknown, unsaid: Unsaid): readonly JsonObject[] {
  if (typeof given === "string") return [{ role: "user", content: given }];
  if (!isObject(given)) {
    unsaid.met = true;
    return [];
  }
  // OpenInference puts each into an object of its own.
  const message = given["role"] === undefined && isObject(given["message"]) ? given["message"] : given;
  if (Array.isArray(message["parts"])) return partsMessages(message, unsaid);
  if (arrayOf(message["content"]).some(isVercelPart)) return vercelMessages(message);
  return [plainMessage(message, unsaid)];
}

function isVercelPart(part: unknown): boolean {
  const { type, image, data } = objectOf(part);
  if (type === "image") return image !== undefined;
  return type === "file" ? data !== undefined : type === "tool-call" || type === "tool-result" || type === "reasoning";
}

/** What a span's event has beside its message has points in its name. */
function plainMessage(given: JsonObject, unsaid: Unsaid): JsonObject {
  const { additional_kwargs, response_metadata: _, ...own } = given;
  const message: JsonObject = Object.fromEntries(Object.entries(own).filter(([name]) => !name.includes(".")));
  const beside = objectOf(additional_kwargs);
  const calls = toolCalls(message["tool_calls"] ?? beside["tool_calls"], unsaid);
  const called = message["function_call"] ?? beside["function_call"];
  if (message["content"] === undefined && calls === null && called === undefined) unsaid.met = true;
  if (arrayOf(message["content"]).some(isEmptied)) unsaid.met = true;
  const { role } = message;
  return {
    ...message,
    ...(typeof role === "string" && ROLES.has(role) ? {} : { role: roleOf(role) }),
    ...(calls === null ? {} : { content: withoutCalls(message["content"]), tool_calls: calls }),
    ...(called === undefined ? {} : { function_call: called }),
  };
}

const MEDIA = new Set(["image_url", "input_audio", "file"]);

/** Older wrappers in Python take a picture's bytes out of its part, and leave the part. */
function isEmptied(part: unknown): boolean {
  const { type, [asText(type)]: media } = objectOf(part);
  return MEDIA.has(asText(type)) && media === undefined;
}

/** Calls as a chat completion has them, from the forms of frameworks; null where there are none. */
export function toolCalls(given: unknown, unsaid: Unsaid): readonly JsonObject[] | null {
  const { list, cut } = listOrJson(given);
  if (cut) unsaid.met = true;
  return list === null || list.length === 0 ? null : list.map((call) => callIn(objectOf(valueOrJson(call)), unsaid));
}

function callIn(call: JsonObject, unsaid: Unsaid): JsonObject {
  if (isObject(call["tool_call"])) return callIn(call["tool_call"], unsaid);
  if (call["type"] === "custom" && isObject(call["custom"])) return call;
  const { name, arguments: given } = objectOf(call["function"]);
  if (typeof given === "string" && call["type"] === "function") return call;
  if (isObject(call["function"])) return toolCall(call["id"], name, given);
  const called = textOf(call["name"]) ?? textOf(call["toolName"]);
  if (called === null) unsaid.met = true;
  return toolCall(call["id"] ?? call["toolCallId"], called, call["args"] ?? call["arguments"] ?? call["input"]);
}

/** Anthropic's models say their calls among the content too, where LangChain leaves them. */
function withoutCalls(content: unknown): unknown {
  if (!Array.isArray(content)) return content ?? null;
  const rest = content.filter(isObject).filter((part) => !CALL_PARTS.has(asText(part["type"])));
  return rest.length === content.length ? content : contentOf(rest);
}

const CALL_PARTS = new Set(["tool_use", "thinking", "redacted_thinking"]);

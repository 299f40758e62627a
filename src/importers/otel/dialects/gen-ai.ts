import { asText, arrayOf, isObject, textOf, type JsonObject } from "../../../core/json.ts";
import { bytesPart, contentOf, finishWord, roleOf, toolCall, toolDefinition } from "../chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";

const CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  chat: { call: "chat" },
  generate_content: { call: "chat" },
  text_completion: { call: "completion" },
  embeddings: { call: "embeddings" },
};

/** OpenTelemetry's conventions for generative AI from 1.37 on: whole messages in one attribute each, as values or as JSON. */
export const genAi: SpanDialect = {
  name: "gen_ai",
  kind({ attributes }) {
    const operation = textOf(attributes["gen_ai.operation.name"]);
    return operation === null ? null : (CALLS[operation] ?? { other: operation });
  },
  texts({ attributes }): SpanTexts {
    const input = listOrJson(attributes["gen_ai.input.messages"]);
    const output = listOrJson(attributes["gen_ai.output.messages"]);
    const tools = listOrJson(attributes["gen_ai.tool.definitions"]);
    const system = systemOf(attributes["gen_ai.system_instructions"]);
    if (input.list === null && output.list === null && !input.cut && !output.cut && system === null) return NO_TEXTS;
    const unsaid = { met: false };
    const messages = input.list?.flatMap((message) => chatMessages(message, unsaid));
    const choices = output.list?.filter(isObject).map((message, index) => choiceOf(message, index));
    return {
      ...(messages === undefined ? {} : { messages: [...(system ?? []), ...messages] }),
      ...(choices === undefined ? {} : { choices }),
      ...(tools.list === null ? {} : { tools: tools.list.map((one) => toolDefinition(valueOrJson(one))) }),
      request_cut: input.cut || tools.cut || unsaid.met,
      response_cut: output.cut,
    };
  },
};

function systemOf(given: unknown): readonly JsonObject[] | null {
  if (given === undefined || given === null || given === "") return null;
  const value = valueOrJson(given);
  if (typeof value === "string") return [{ role: "system", content: value }];
  const parts = arrayOf(value).flatMap((part) => textPart(part));
  return parts.length === 0 ? null : [{ role: "system", content: contentOf(parts) }];
}

function textPart(part: unknown): readonly JsonObject[] {
  const text = typeof part === "string" ? part : isObject(part) ? (part["content"] ?? part["text"]) : undefined;
  return typeof text === "string" ? [{ type: "text", text }] : [];
}

/** What cannot be said in the words of a chat completion is noted. */
interface Unsaid {
  met: boolean;
}

/** One message becomes several where it answers several tool calls. */
function chatMessages(message: unknown, unsaid: Unsaid): readonly JsonObject[] {
  if (!isObject(message)) {
    unsaid.met = true;
    return [];
  }
  const role = roleOf(message["role"]);
  // Before there were parts, messages stood as the provider takes them.
  if (!Array.isArray(message["parts"])) return [{ ...message, role }];
  const named = textOf(message["name"]) === null ? {} : { name: message["name"] };
  const content: JsonObject[] = [];
  const calls: JsonObject[] = [];
  const answers: JsonObject[] = [];
  for (const part of message["parts"]) {
    if (!isObject(part)) unsaid.met = true;
    else if (part["type"] === "tool_call") calls.push(toolCall(part["id"], part["name"], part["arguments"]));
    else if (part["type"] === "tool_call_response") answers.push(toolAnswer(part));
    else if (part["type"] !== "reasoning") content.push(contentPart(part, unsaid));
  }
  const said = content.length > 0 || calls.length > 0 || answers.length === 0;
  const own = {
    role,
    ...named,
    content: contentOf(content) ?? (calls.length > 0 ? null : ""),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  return [...answers, ...(said ? [own] : [])];
}

function toolAnswer(part: JsonObject): JsonObject {
  const given = part["response"] ?? part["result"];
  const content = typeof given === "string" ? given : JSON.stringify(given ?? null);
  return { role: "tool", ...(textOf(part["id"]) === null ? {} : { tool_call_id: part["id"] }), content };
}

function contentPart(part: JsonObject, unsaid: Unsaid): JsonObject {
  const { type, content, mime_type: mime, modality, uri, file_id: file } = part;
  if (type === "text" && typeof content === "string") return { type: "text", text: content };
  if (type === "blob" && typeof content === "string")
    return bytesPart(textOf(mime) ?? textOf(modality) ?? "application/octet-stream", content);
  if (type === "uri" && typeof uri === "string" && (modality === "image" || asText(mime).startsWith("image/")))
    return { type: "image_url", image_url: { url: uri } };
  if (type === "file" && typeof file === "string") return { type: "file", file: { file_id: file } };
  unsaid.met = true;
  return part;
}

function choiceOf(message: JsonObject, index: number): JsonObject {
  const parts = arrayOf(message["parts"]).filter(isObject);
  const [answer = { role: "assistant", content: null }] = chatMessages(
    { role: "assistant", ...message },
    { met: false },
  );
  const { finish_reason: reason, ...said } = answer;
  const thought = parts.filter(({ type }) => type === "reasoning").flatMap((part) => textPart(part));
  return {
    index,
    message: thought.length === 0 ? said : { ...said, reasoning_content: thought.map(({ text }) => text).join("") },
    finish_reason: finishWord(reason ?? message["finish_reason"]),
  };
}

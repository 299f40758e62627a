import { asText, arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../../core/json.ts";
import { bytesPart, contentOf, finishWord, roleOf, toolCall, toolDefinition } from "../chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";

/** Vercel AI SDK (`ai.*`): the span around a call (`ai.generateText`) and those of the calls in it (`.doGenerate`). */
export const vercelAi: SpanDialect = {
  name: "vercel ai",
  kind({ attributes }): SpanKind | null {
    const operation = textOf(attributes["ai.operationId"]);
    if (operation === null) return null;
    if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) return { call: "chat" };
    return operation.endsWith(".doEmbed") ? { call: "embeddings" } : { other: operation };
  },
  texts({ attributes }): SpanTexts {
    const prompt = listOrJson(attributes["ai.prompt.messages"]);
    const calls = listOrJson(attributes["ai.response.toolCalls"]);
    const text = attributes["ai.response.text"] ?? attributes["ai.response.object"];
    const answered = text !== undefined || calls.list !== null;
    const values = attributes["ai.values"] ?? attributes["ai.value"];
    if (prompt.list === null && !prompt.cut && !answered && values === undefined) return NO_TEXTS;
    const messages = prompt.list?.filter(isObject).flatMap(messagesOf);
    const tools = arrayOf(valueOrJson(attributes["ai.prompt.tools"])).map((tool) => toolDefinition(valueOrJson(tool)));
    const choice = toolChoice(attributes["ai.prompt.toolChoice"]);
    return {
      ...(messages === undefined ? {} : { messages }),
      ...(tools.length === 0 ? {} : { tools }),
      ...(choice === null || tools.length === 0 ? {} : { parameters: { tool_choice: choice } }),
      ...(answered ? { choices: [choiceOf(attributes, text, calls.list ?? [])] } : {}),
      ...(values === undefined ? {} : { input: Array.isArray(values) ? values.map(valueOrJson) : valueOrJson(values) }),
      // The schema of an object asked for stands in the span around this one only.
      request_cut: prompt.cut || /Object\.do/.test(asText(attributes["ai.operationId"])),
      response_cut: calls.cut,
    };
  },
};

function messagesOf(message: JsonObject): readonly JsonObject[] {
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
  const type = textOf(part["mediaType"] ?? part["mimeType"]) ?? (part["type"] === "image" ? "image/png" : "");
  if (typeof given !== "string" || !/^https?:/.test(given)) return bytesPart(type, asText(given ?? ""));
  return type.startsWith("image")
    ? { type: "image_url", image_url: { url: given } }
    : { type: "file", file: { file_url: given } };
}

function toolChoice(given: unknown): unknown {
  const { type, toolName: name } = objectOf(valueOrJson(given));
  if (type === "tool") return { type: "function", function: { name } };
  return type === "none" || type === "required" ? type : null;
}

function choiceOf(attributes: JsonObject, text: unknown, calls: readonly unknown[]): JsonObject {
  const called = calls
    .filter(isObject)
    .map((call) => toolCall(call["toolCallId"], call["toolName"], call["input"] ?? call["args"]));
  const content = typeof text === "string" && text !== "" ? text : null;
  return {
    index: 0,
    message: { role: "assistant", content, ...(called.length === 0 ? {} : { tool_calls: called }) },
    finish_reason: finishWord(attributes["ai.response.finishReason"]),
  };
}

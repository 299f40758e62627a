import { asText, arrayOf, isObject, textOf, type JsonObject } from "../../../core/json.ts";
import { finishWord, toolCall, toolDefinition } from "../../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { vercelMessages, vercelToolChoice } from "../../record/vercel-message.ts";
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
    const messages = prompt.list?.filter(isObject).flatMap(vercelMessages);
    const tools = arrayOf(valueOrJson(attributes["ai.prompt.tools"])).map((tool) => toolDefinition(valueOrJson(tool)));
    const choice = vercelToolChoice(attributes["ai.prompt.toolChoice"]);
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

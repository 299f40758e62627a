import { arrayOf, isObject, textOf, type JsonObject } from "../../../core/json.ts";
import { finishWord, toolDefinition } from "../../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { partsMessages, systemMessages, textPart } from "../../record/parts-message.ts";
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
    const system = systemMessages(attributes["gen_ai.system_instructions"]);
    if (input.list === null && output.list === null && !input.cut && !output.cut && system === null) return NO_TEXTS;
    const unsaid = { met: false };
    const messages = input.list?.flatMap((message) => partsMessages(message, unsaid));
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

function choiceOf(message: JsonObject, index: number): JsonObject {
  const parts = arrayOf(message["parts"]).filter(isObject);
  const [answer = { role: "assistant", content: null }] = partsMessages(
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

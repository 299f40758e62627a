import { textOf, type JsonObject } from "../../../core/json.ts";
import { lookUp } from "../../../core/look-up.ts";
import { finishWord, toolDefinition } from "../../record/chat-message.ts";
import { indexed } from "../indexed.ts";
import { valueOrJson } from "../../record/json-text.ts";
import { providerMessage, providerMessages } from "../../record/provider-message.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";
import { LITELLM_CALLS } from "./litellm-calls.ts";

const CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  ...LITELLM_CALLS,
  chat: { call: "chat" },
  completion: { call: "completion" },
  embedding: { call: "embeddings" },
};

/** OpenLLMetry (Traceloop): messages flat in numbered attributes, `gen_ai.prompt.0.role` and so on. */
export const openllmetry: SpanDialect = {
  name: "openllmetry",
  kind({ attributes }) {
    const asked = textOf(attributes["llm.request.type"]);
    if (asked !== null) return lookUp(CALLS, asked) ?? { other: asked };
    const kind = textOf(attributes["traceloop.span.kind"]);
    return kind === null ? null : { other: kind };
  },
  texts({ attributes }): SpanTexts {
    const prompt = indexed(attributes, "gen_ai.prompt");
    const completion = indexed(attributes, "gen_ai.completion");
    const functions = indexed(attributes, "llm.request.functions");
    if (prompt.items.length === 0 && completion.items.length === 0)
      return functions.items.length === 0 ? NO_TEXTS : { tools: functions.items.map(toolOf) };
    const asked = providerMessages(prompt.items.map(messageOf));
    return {
      ...(prompt.items.length === 0 ? {} : { messages: asked.messages }),
      ...(completion.items.length === 0 ? {} : { choices: completion.items.map(choiceOf) }),
      ...(functions.items.length === 0 ? {} : { tools: functions.items.map(toolOf) }),
      request_cut: prompt.gaps || functions.gaps || asked.unsaid || prompt.items.some(callsAreMissing),
      response_cut: completion.gaps,
    };
  },
};

/** No content, as JSON. */
const NOTHING = "null";

/** A message as the SDK takes it: its content as a text or as the JSON of parts. */
function messageOf(item: JsonObject): JsonObject {
  const answers = textOf(item["tool_call_id"]);
  const refusal = textOf(item["refusal"]);
  return {
    role: item["role"],
    content: item["content"] === NOTHING ? null : (item["content"] ?? null),
    ...(refusal === null ? {} : { refusal }),
    tool_calls: indexed(item, "tool_calls").items,
    ...(answers === null ? {} : { tool_call_id: answers }),
  };
}

/** In JavaScript, calls of tools are left out of the conversation: what is left is nothing said, and answers to nothing. */
function callsAreMissing(item: JsonObject): boolean {
  const { items, gaps } = indexed(item, "tool_calls");
  const mute = item["role"] === "assistant" && item["content"] === NOTHING && items.length === 0;
  return gaps || mute || (item["role"] === "tool" && textOf(item["tool_call_id"]) === null);
}

function choiceOf(item: JsonObject, index: number): JsonObject {
  const role = item["role"] === "thinking" ? "thinking" : "assistant";
  const [message] = providerMessage({ ...messageOf(item), role }).messages;
  return { index, message, finish_reason: finishWord(item["finish_reason"]) };
}

/** Parameters are called so in Python, `input_schema` for Anthropic, and `arguments` in JavaScript. */
function toolOf({ name, description, ...tool }: JsonObject): unknown {
  const parameters = valueOrJson(tool["parameters"] ?? tool["input_schema"] ?? tool["arguments"]);
  return toolDefinition({ name, description, parameters });
}

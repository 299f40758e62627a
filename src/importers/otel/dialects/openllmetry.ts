import { isObject, textOf, type JsonObject } from "../../../core/json.ts";
import { finishWord, roleOf, toolCall, toolDefinition } from "../../record/chat-message.ts";
import { indexed, type Indexed } from "../indexed.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";

const CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  chat: { call: "chat" },
  completion: { call: "completion" },
  embedding: { call: "embeddings" },
};

/** OpenLLMetry (Traceloop): messages flat in numbered attributes, `gen_ai.prompt.0.role` and so on. */
export const openllmetry: SpanDialect = {
  name: "openllmetry",
  kind({ attributes }) {
    const asked = textOf(attributes["llm.request.type"]);
    if (asked !== null) return CALLS[asked] ?? { other: asked };
    const kind = textOf(attributes["traceloop.span.kind"]);
    return kind === null ? null : { other: kind };
  },
  texts({ attributes }): SpanTexts {
    const prompt = indexed(attributes, "gen_ai.prompt");
    const completion = indexed(attributes, "gen_ai.completion");
    if (prompt.items.length === 0 && completion.items.length === 0) return NO_TEXTS;
    const functions = indexed(attributes, "llm.request.functions");
    const schema = valueOrJson(attributes["gen_ai.request.structured_output_schema"]);
    const messages = prompt.items.map(messageOf);
    return {
      ...(messages.length === 0 ? {} : { messages: messages.map(({ message }) => message) }),
      ...(completion.items.length === 0 ? {} : { choices: completion.items.map(choiceOf) }),
      ...(functions.items.length === 0 ? {} : { tools: functions.items.map(toolOf) }),
      ...(isObject(schema)
        ? { parameters: { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } } }
        : {}),
      request_cut: prompt.gaps || functions.gaps || messages.some(({ cut }) => cut),
      response_cut: completion.gaps,
    };
  },
};

function messageOf(item: JsonObject): { readonly message: JsonObject; readonly cut: boolean } {
  const calls = indexed(item, "tool_calls");
  const content = contentOf(item["content"]);
  const message = {
    role: roleOf(item["role"]),
    content: content ?? (calls.items.length > 0 ? null : ""),
    ...callsOf(calls),
    ...(textOf(item["tool_call_id"]) === null ? {} : { tool_call_id: item["tool_call_id"] }),
  };
  return { message, cut: calls.gaps };
}

function callsOf({ items }: Indexed): JsonObject {
  return items.length === 0
    ? {}
    : { tool_calls: items.map((call) => toolCall(call["id"], call["name"], call["arguments"])) };
}

/** Several parts stand as JSON in one attribute. A text that is JSON of something else is a text. */
function contentOf(given: unknown): unknown {
  const { list } = listOrJson(given);
  return list !== null && list.length > 0 && list.every((part) => isObject(part) && textOf(part["type"]) !== null)
    ? list
    : given;
}

function choiceOf(item: JsonObject, index: number): JsonObject {
  const { message } = messageOf({ ...item, role: "assistant" });
  return { index, message, finish_reason: finishWord(item["finish_reason"]) };
}

function toolOf({ name, description, parameters, input_schema: schema }: JsonObject): unknown {
  return toolDefinition({ name, description, parameters: valueOrJson(parameters ?? schema) });
}

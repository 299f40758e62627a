import { arrayOf, isObject, jsonIn, textOf, type JsonObject } from "../../../core/json.ts";
import { lookUp } from "../../../core/look-up.ts";
import { contentOf, finishWord, roleOf, toolCall, toolDefinition } from "../../record/chat-message.ts";
import { indexed } from "../indexed.ts";
import { invocationParameters } from "../invocation-parameters.ts";
import { valueOrJson } from "../../record/json-text.ts";
import { NO_TEXTS, type SpanDialect, type SpanKind, type SpanTexts } from "./dialect.ts";

const CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  LLM: { call: "chat" },
  EMBEDDING: { call: "embeddings" },
};
/** OpenInference (Arize Phoenix): `llm.*`, lists flat in numbered attributes; the provider's own bodies where it keeps them. */
export const openinference: SpanDialect = {
  name: "openinference",
  kind({ attributes }) {
    const kind = textOf(attributes["openinference.span.kind"])?.toUpperCase() ?? null;
    return kind === null ? null : (lookUp(CALLS, kind) ?? { other: kind.toLowerCase() });
  },
  texts({ attributes }): SpanTexts {
    const asked = indexed(attributes, "llm.input_messages");
    const answered = indexed(attributes, "llm.output_messages");
    const tools = indexed(attributes, "llm.tools");
    const embedded = indexed(attributes, "embedding.embeddings");
    const sent = bodyIn(attributes["input.value"], isRequest);
    const received = bodyIn(attributes["output.value"], isResponse);
    if (asked.items.length + answered.items.length + embedded.items.length === 0 && sent === null && received === null)
      return NO_TEXTS;
    const messages = asked.items.map(messageOf);
    const settings = invocationParameters(attributes["llm.invocation_parameters"], tools.items.length > 0);
    const defined = tools.items.length > 0 ? tools.items.map(toolOf) : settings.tools.map(toolDefinition);
    return {
      ...(sent === null ? {} : { sent }),
      ...(received === null ? {} : { received }),
      ...(messages.length === 0 ? {} : { messages }),
      ...(answered.items.length === 0 ? {} : { choices: answered.items.map(choiceOf(attributes)) }),
      ...(defined.length === 0 ? {} : { tools: defined }),
      ...(embedded.items.length === 0 ? {} : { input: embedded.items.map((one) => one["embedding.text"]) }),
      parameters: settings.parameters,
      request_cut: asked.gaps || tools.gaps || settings.unsaid,
      response_cut: answered.gaps,
    };
  },
};

/** The schema may be the whole definition, or that of the parameters alone beside a name. */
function toolOf(tool: JsonObject): unknown {
  const schema = valueOrJson(tool["tool.json_schema"]);
  const whole = isObject(schema) && (isObject(schema["function"]) || textOf(schema["name"]) !== null);
  const { "tool.name": name, "tool.description": description } = tool;
  return toolDefinition(whole || textOf(name) === null ? schema : { name, description, parameters: schema });
}

/** The body of a provider's API, where an instrumentation of its SDK keeps it; frameworks put their own objects there. */
function bodyIn(given: unknown, is: (body: JsonObject) => boolean): JsonObject | null {
  const value = jsonIn(given);
  return isObject(value) && is(value) ? value : null;
}

function isRequest(body: JsonObject): boolean {
  if (typeof body["model"] !== "string") return false;
  if (body["messages"] === undefined && textOf(body["input"]) !== null) return true;
  const asked = arrayOf(body["messages"] ?? body["input"]);
  return (
    asked.length > 0 &&
    asked.every((one) => isObject(one) && textOf(one["role"] ?? one["type"]) !== null && one["lc"] === undefined)
  );
}

function isResponse(body: JsonObject): boolean {
  const [choice] = arrayOf(body["choices"]);
  if (isObject(choice)) return isObject(choice["message"]);
  const blocks =
    body["type"] === "message" ? body["content"] : body["object"] === "response" ? body["output"] : undefined;
  return Array.isArray(blocks);
}

function messageOf(item: JsonObject): JsonObject {
  const calls = indexed(item, "message.tool_calls").items.map((call) =>
    toolCall(call["tool_call.id"], call["tool_call.function.name"], call["tool_call.function.arguments"]),
  );
  const parts = indexed(item, "message.contents").items.flatMap(partOf);
  const called = calls.length > 0 || item["message.function_call_name"] !== undefined;
  const content = item["message.content"] ?? contentOf(parts) ?? (called ? null : "");
  const name = textOf(item["message.name"]);
  const answers = textOf(item["message.tool_call_id"]);
  const legacy = textOf(item["message.function_call_name"]);
  return {
    role: roleOf(item["message.role"]),
    ...(name === null || answers !== null ? {} : { name }),
    content,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(legacy === null
      ? {}
      : { function_call: { name: legacy, arguments: item["message.function_call_arguments_json"] ?? "{}" } }),
    ...(answers === null ? {} : { tool_call_id: answers }),
  };
}

function partOf(part: JsonObject): readonly JsonObject[] {
  const url = textOf(part["message_content.image.image.url"]);
  if (url !== null) return [{ type: "image_url", image_url: { url } }];
  const text = part["message_content.text"];
  return typeof text === "string" && part["message_content.type"] !== "reasoning" ? [{ type: "text", text }] : [];
}

function choiceOf(attributes: JsonObject): (item: JsonObject, index: number) => JsonObject {
  return (item, index) => {
    const message = messageOf({ ...item, "message.role": "assistant" });
    const told = textOf(item["message.finish_reason"]) ?? textOf(attributes["llm.finish_reason"]);
    return { index, message, finish_reason: finishWord(told) };
  };
}

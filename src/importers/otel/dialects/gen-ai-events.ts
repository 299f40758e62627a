import { isObject, objectOf, textOf, type JsonObject } from "../../../core/json.ts";
import { finishWord, roleOf, toolCall } from "../../record/chat-message.ts";
import { listOrJson, valueOrJson } from "../../record/json-text.ts";
import type { SpanEvent } from "../read-span.ts";
import { NO_TEXTS, type SpanDialect, type SpanTexts } from "./dialect.ts";

const MESSAGE = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** OpenTelemetry's conventions up to 1.36: an event for each message, in the span or logged beside it. */
export const genAiEvents: SpanDialect = {
  name: "gen_ai events",
  kind: () => null,
  texts({ events, attributes }): SpanTexts {
    const messages: JsonObject[] = [];
    const choices: JsonObject[] = [];
    for (const event of events) {
      const role = MESSAGE.exec(event.name)?.[1];
      if (role !== undefined) messages.push(messageOf(role, said(event)));
      else if (event.name === "gen_ai.choice") choices.push(choiceOf(said(event), choices.length));
    }
    if (messages.length > 0 || choices.length > 0) {
      return { ...(messages.length === 0 ? {} : { messages }), ...(choices.length === 0 ? {} : { choices }) };
    }
    return wholeTexts(attributes, events);
  },
};

/** An event says its part in its body where it is logged, in its attributes where it stands in a span. */
function said({ attributes, body }: SpanEvent): JsonObject {
  return { ...attributes, ...objectOf(valueOrJson(body)) };
}

function messageOf(role: string, { content, tool_calls: calls, id, name, role: told }: JsonObject): JsonObject {
  return {
    role: roleOf(told ?? role),
    ...(textOf(name) === null ? {} : { name }),
    content: content === undefined ? null : plainContent(content),
    ...callsOf(calls),
    ...(role === "tool" && textOf(id) !== null ? { tool_call_id: id } : {}),
  };
}

/** Parts of a message may stand as JSON; a text that happens to be JSON of something else is a text. */
function plainContent(content: unknown): unknown {
  const value = valueOrJson(content);
  return Array.isArray(value) && value.every((part) => textOf(objectOf(part)["type"]) !== null)
    ? value
    : textLike(content);
}

function textLike(content: unknown): unknown {
  return typeof content === "string" || content === null ? content : JSON.stringify(content);
}

function callsOf(given: unknown): JsonObject {
  const { list } = listOrJson(given);
  if (list === null || list.length === 0) return {};
  return {
    tool_calls: list.filter(isObject).map((call) => {
      const called = objectOf(call["function"]);
      return toolCall(call["id"], called["name"], called["arguments"]);
    }),
  };
}

function choiceOf(choice: JsonObject, index: number): JsonObject {
  const message = objectOf(valueOrJson(choice["message"] ?? choice));
  return {
    index: typeof choice["index"] === "number" ? choice["index"] : index,
    message: messageOf("assistant", { tool_calls: choice["tool_calls"], ...message, role: "assistant", id: null }),
    finish_reason: finishWord(choice["finish_reason"]),
  };
}

/** Older still: prompt and completion as the JSON of their messages, in one attribute of the span or of an event. */
function wholeTexts(attributes: JsonObject, events: readonly SpanEvent[]): SpanTexts {
  const all = [attributes, ...events.map((event) => event.attributes)];
  const prompt = all.map((one) => one["gen_ai.prompt"]).find((one) => one !== undefined);
  const completion = all.map((one) => one["gen_ai.completion"]).find((one) => one !== undefined);
  if (prompt === undefined && completion === undefined) return NO_TEXTS;
  const asked = listOrJson(prompt);
  const answered = listOrJson(completion);
  return {
    ...(asked.list === null ? {} : { messages: asked.list.filter(isObject) }),
    ...(answered.list === null
      ? {}
      : { choices: answered.list.filter(isObject).map((message, index) => choiceOf({ message }, index)) }),
    request_cut: asked.cut,
    response_cut: answered.cut,
  };
}

import { arrayOf, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { toolsUsed } from "../record/chat-message.ts";
import type { SpanTexts } from "./dialects/dialect.ts";

/** Settings that the conventions carry, and their names in a chat completion. */
const SETTINGS: readonly (readonly [attribute: string, member: string])[] = [
  ["gen_ai.request.temperature", "temperature"],
  ["gen_ai.request.top_p", "top_p"],
  ["gen_ai.request.max_tokens", "max_tokens"],
  ["gen_ai.request.stop_sequences", "stop"],
  ["llm.chat.stop_sequences", "stop"],
  ["gen_ai.request.seed", "seed"],
  ["gen_ai.openai.request.seed", "seed"],
  ["gen_ai.request.frequency_penalty", "frequency_penalty"],
  ["gen_ai.request.presence_penalty", "presence_penalty"],
  ["gen_ai.request.choice.count", "n"],
  ["gen_ai.request.reasoning_effort", "reasoning_effort"],
  ["llm.request.reasoning_effort", "reasoning_effort"],
];

/** Whether the answer was to be JSON: the conventions say that, and leave the schema out. */
const JSON_ASKED = new Set(["json", "json_object", "json_schema"]);

/**
 * The request of a call, as it was sent where the span holds that, else put together again from what it holds. Where the span shows
 * that there was more (tools that were called and are not defined, an answer as JSON without its schema, dropped attributes), it is cut.
 */
export function chatRequest(
  texts: SpanTexts,
  attributes: JsonObject,
  { model, stream, dropped }: { readonly model: string | null; readonly stream: boolean; readonly dropped: boolean },
): LoggedBody {
  const named = model === null ? {} : { model };
  if (texts.sent !== undefined) return bodyOf({ ...named, ...texts.parameters, ...texts.sent });
  if (texts.messages === undefined) return texts.request_cut === true ? { ...NO_BODY, flaw: "truncated" } : NO_BODY;
  const body = bodyOf({
    ...named,
    messages: texts.messages,
    ...(texts.tools === undefined ? {} : { tools: texts.tools }),
    ...settingsOf(attributes),
    ...texts.parameters,
    ...(stream ? { stream: true } : {}),
  });
  const cut = texts.request_cut === true || dropped || toolsAreMissing(texts) || formatIsMissing(texts, attributes);
  return cut && body.flaw === null ? { ...body, flaw: "truncated" } : body;
}

function settingsOf(attributes: JsonObject): JsonObject {
  const settings: Record<string, unknown> = {};
  for (const [attribute, member] of SETTINGS) {
    const value = attributes[attribute];
    if (value !== undefined) settings[member] ??= value;
  }
  return settings;
}

function toolsAreMissing({ messages, choices, tools }: SpanTexts): boolean {
  if (tools !== undefined && tools.length > 0) return false;
  const answers = (choices ?? []).map((choice) => objectOf(choice["message"]));
  return toolsUsed([...(messages ?? []), ...answers]);
}

function formatIsMissing({ parameters }: SpanTexts, attributes: JsonObject): boolean {
  if (parameters?.["response_format"] !== undefined) return false;
  const asked = textOf(attributes["gen_ai.output.type"]) ?? textOf(attributes["gen_ai.openai.request.response_format"]);
  return asked !== null && JSON_ASKED.has(asked);
}

/** What was embedded, where the span holds it. */
export function embeddingsRequest(texts: SpanTexts, model: string | null): LoggedBody {
  if (texts.sent?.["input"] !== undefined) return bodyOf(texts.sent);
  return texts.input === undefined ? NO_BODY : bodyOf({ ...(model === null ? {} : { model }), input: texts.input });
}

/** The answer as a chat completion. */
export function chatResponse(texts: SpanTexts, attributes: JsonObject, model: string | null): LoggedBody {
  if (texts.received !== undefined) return bodyOf(texts.received);
  if (texts.choices === undefined) return NO_BODY;
  const reasons = arrayOf(attributes["gen_ai.response.finish_reasons"]);
  const choices = texts.choices.map((choice, index) => ({
    ...choice,
    finish_reason: choice["finish_reason"] ?? textOf(reasons[index] ?? reasons[0]),
  }));
  const id = textOf(attributes["gen_ai.response.id"]) ?? textOf(attributes["ai.response.id"]);
  const body = bodyOf({
    ...(id === null ? {} : { id }),
    object: "chat.completion",
    ...(model === null ? {} : { model }),
    choices,
  });
  return texts.response_cut === true ? { ...body, flaw: "truncated" } : body;
}

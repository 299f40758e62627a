import { objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { listOrJson } from "../record/json-text.ts";
import { numberOf } from "../record/text-values.ts";
import { finishOfCalls, toolsUsed } from "../record/chat-message.ts";
import type { SpanTexts } from "./dialects/dialect.ts";
import { responseFormat } from "./response-format.ts";
import { wholeChoices } from "./whole-choices.ts";

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
  ["llm.frequency_penalty", "frequency_penalty"],
  ["gen_ai.request.presence_penalty", "presence_penalty"],
  ["llm.presence_penalty", "presence_penalty"],
  ["gen_ai.request.choice.count", "n"],
  ["gen_ai.request.reasoning_effort", "reasoning_effort"],
  ["llm.request.reasoning_effort", "reasoning_effort"],
];

/**
 * The request of a call, as it was sent where the span holds that, else put together again from what it holds. Where the span shows
 * that there was more (tools that were called and are not defined, an answer as JSON without its schema, dropped attributes), it is cut.
 */
export function chatRequest(
  texts: SpanTexts,
  attributes: JsonObject,
  { model, stream, dropped }: { readonly model: string | null; readonly stream: boolean; readonly dropped: boolean },
): LoggedBody {
  if (texts.sent !== undefined) return bodyOf(texts.sent);
  if (texts.messages === undefined) return texts.request_cut === true ? { ...NO_BODY, flaw: "truncated" } : NO_BODY;
  const format = responseFormat(attributes);
  const asked = format === null || format === "missing" ? {} : { response_format: format };
  const body = bodyOf({
    ...(model === null ? {} : { model }),
    messages: texts.messages,
    ...(texts.tools === undefined ? {} : { tools: texts.tools }),
    ...settingsOf(attributes),
    ...asked,
    ...texts.parameters,
    ...(stream ? { stream: true } : {}),
  });
  const formless = format === "missing" && texts.parameters?.["response_format"] === undefined;
  const cut = texts.request_cut === true || dropped || toolsAreMissing(texts) || formless;
  return cut && body.flaw === null ? { ...body, flaw: "truncated" } : body;
}

function settingsOf(attributes: JsonObject): JsonObject {
  const settings: Record<string, unknown> = {};
  for (const [attribute, member] of SETTINGS) {
    const value = member === "stop" ? stopsOf(attributes[attribute]) : numberOf(attributes[attribute]);
    if (value !== undefined && value !== null) settings[member] ??= value;
  }
  return settings;
}

/** Some write all values as text (Spring AI): a list of stop sequences is JSON then. */
function stopsOf(given: unknown): unknown {
  return listOrJson(given).list ?? given;
}

function toolsAreMissing({ messages, choices, tools, parameters }: SpanTexts): boolean {
  if ((tools !== undefined && tools.length > 0) || parameters?.["functions"] !== undefined) return false;
  const answers = (choices ?? []).map((choice) => objectOf(choice["message"]));
  return toolsUsed([...(messages ?? []), ...answers]);
}

/** What was embedded, where the span holds it. */
export function embeddingsRequest(texts: SpanTexts, model: string | null): LoggedBody {
  if (texts.sent?.["input"] !== undefined) return bodyOf(texts.sent);
  return texts.input === undefined ? NO_BODY : bodyOf({ ...(model === null ? {} : { model }), input: texts.input });
}

/** The answer as a chat completion. */
export function chatResponse(
  texts: SpanTexts,
  attributes: JsonObject,
  { model, provider }: { readonly model: string | null; readonly provider: string | null },
): LoggedBody {
  if (texts.received !== undefined) return bodyOf(texts.received);
  if (texts.choices === undefined) return NO_BODY;
  const reasons = listOrJson(attributes["gen_ai.response.finish_reasons"]).list ?? [];
  const choices = wholeChoices(texts.choices, provider).map((choice, index) => ({
    ...choice,
    finish_reason:
      choice["finish_reason"] ?? textOf(reasons[index] ?? reasons[0]) ?? finishOfCalls(objectOf(choice["message"])),
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

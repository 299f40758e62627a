import type { Answer } from "./answer/answer.ts";
import { isObject, parseJson } from "./json.ts";
import { fitsSchema, type Fit } from "./json-schema.ts";
import type { NeutralResponseFormat, NeutralTool } from "./neutral/neutral.ts";
import type { Signals } from "./outcome.ts";
import type { Usage } from "./usage.ts";

/** Signals of an exchange whose answer is not known. */
export function noSignals(usage: Usage | null): Signals {
  return {
    finish_reason: null,
    output_tokens: usage === null ? null : usage.output,
    refusal: null,
    tool_calls: null,
    tool_calls_valid: null,
    json_schema: null,
    mean_logprob: null,
  };
}

/** What the request asked for that an answer can be held against; null where the request is not known. */
export interface Asked {
  readonly tools: readonly NeutralTool[];
  readonly response_format: NeutralResponseFormat | null;
}

/** What of an answer decides whether a cascade accepts it. `output_tokens` are the visible ones: thinking is not an answer. */
export function signalsOf(asked: Asked | null, answer: Answer | null, usage: Usage | null): Signals {
  if (answer === null) return noSignals(usage);
  return {
    finish_reason: answer.finish_reason,
    output_tokens: usage === null ? null : usage.output,
    refusal: isRefusal(answer),
    tool_calls: answer.tool_calls.length > 0,
    tool_calls_valid: toolCallsValid(asked, answer),
    json_schema: matchesFormat(asked, answer),
    mean_logprob: answer.mean_logprob,
  };
}

/** The stock sentence with which models turn a request down as a whole, at the very start of a short answer. */
const REFUSAL =
  /^(?:(?:i['’]?m (?:very |really |so )?sorry|sorry|i apologi[sz]e)[,.;]?\s*(?:but )?)?(?:i (?:can['’]?t|cannot|can not|won['’]?t|am unable to|am not able to)|i['’]m (?:unable|not able) to) (?:assist|help|comply)(?: you)? with (?:that|this|your request)\b/i;
const REFUSAL_LENGTH = 300;

function isRefusal(answer: Answer): boolean {
  if (answer.refused || answer.finish_reason === "content_filter") return true;
  const text = answer.tool_calls.length > 0 ? null : answer.text;
  return text !== null && text.length <= REFUSAL_LENGTH && REFUSAL.test(text.trimStart());
}

function toolCallsValid(asked: Asked | null, answer: Answer): boolean | null {
  let valid: Fit = true;
  for (const call of answer.tool_calls) {
    if (!call.parses) return false;
    if (asked === null) {
      valid = null;
      continue;
    }
    const tool = asked.tools.find((candidate) => candidate.name === call.name);
    const fit =
      tool === undefined ? false : tool.parameters === null ? true : fitsSchema(call.arguments, tool.parameters);
    if (fit === false) return false;
    if (fit === null) valid = null;
  }
  return valid;
}

function matchesFormat(asked: Asked | null, answer: Answer): boolean | null {
  const format = asked?.response_format ?? null;
  if (format === null || (answer.text === null && answer.tool_calls.length > 0)) return null;
  const value = answer.text === null ? undefined : parseJson(answer.text);
  if (value === undefined) return false;
  return format.type === "json_object" ? isObject(value) : fitsSchema(value, format.schema);
}

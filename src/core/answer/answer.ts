import { lookUp } from "../look-up.ts";

/** One tool call of an answer. */
export interface AnswerToolCall {
  readonly name: string;
  /** Parsed arguments; the text itself where it is not JSON or the tool takes free text. */
  readonly arguments: unknown;
  /** False where the arguments should be JSON and are not. */
  readonly parses: boolean;
}

/** What a model answered, in no provider's words. */
export interface Answer {
  /** All visible text; null where there is none. */
  readonly text: string | null;
  readonly tool_calls: readonly AnswerToolCall[];
  /** The provider says that the model refused. */
  readonly refused: boolean;
  /** In OpenAI's words (stop, length, tool_calls, content_filter), else the provider's own; null where it says nothing. */
  readonly finish_reason: string | null;
  /** Mean log probability of the answer's tokens. */
  readonly mean_logprob: number | null;
}

const FINISH_REASONS: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  eos: "stop",
  max_tokens: "length",
  max_output_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  function_call: "tool_calls",
  refusal: "content_filter",
  safety: "content_filter",
};

/** A provider's reason for ending, in OpenAI's words where it has one. */
export function finishReason(given: unknown): string | null {
  if (typeof given !== "string" || given === "") return null;
  const word = given.toLowerCase();
  return lookUp(FINISH_REASONS, word) ?? word;
}

/** Mean of the `logprob`s of a list of tokens; null where there is none, or one that is not a number. */
export function meanLogprob(tokens: readonly unknown[]): number | null {
  let sum = 0;
  for (const token of tokens) {
    const logprob = (token as { readonly logprob?: unknown } | null)?.logprob;
    if (typeof logprob !== "number") return null;
    sum += logprob;
  }
  const mean = sum / tokens.length;
  return Number.isFinite(mean) ? mean : null;
}

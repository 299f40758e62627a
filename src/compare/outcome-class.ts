import type { Answer } from "../core/answer/answer.ts";

/** What two outcomes of one request are to each other, before their words are looked at; the first that fits. */
export const OUTCOME_CLASSES = [
  "both_failed",
  "original_failed",
  "replay_failed",
  "refusal",
  "empty",
  "finish_reason",
  "comparable",
] as const;

export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

/** The answer of one side; null where it failed. */
export type Side = Answer | null;

/** The class of a pair: only `comparable` ones are worth a similarity; `refusal`, `empty` and `finish_reason` say that one side differs from the other in that. */
export function outcomeClass(original: Side, replay: Side): OutcomeClass {
  if (original === null) return replay === null ? "both_failed" : "original_failed";
  if (replay === null) return "replay_failed";
  if (original.refused !== replay.refused) return "refusal";
  if (isEmpty(original) !== isEmpty(replay)) return "empty";
  return cutShort(original) === cutShort(replay) ? "comparable" : "finish_reason";
}

function isEmpty(answer: Answer): boolean {
  return answer.tool_calls.length === 0 && (answer.text ?? "").trim() === "";
}

/** An end that leaves an answer unfinished: at the limit of tokens, or at a filter. Stop and tool calls are both ends of their own. */
function cutShort(answer: Answer): string | null {
  return answer.finish_reason === "length" || answer.finish_reason === "content_filter" ? answer.finish_reason : null;
}

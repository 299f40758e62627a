import type { Outcome, OutcomeCode } from "./outcome.ts";
import type { CallKind } from "./send.ts";
import type { Target } from "./target.ts";

/** One physical call. */
export interface Attempt {
  readonly target: Target;
  readonly kind: CallKind;
  readonly try: number;
  /** ms after the request arrived. */
  readonly started_ms: number;
  readonly outcome: Outcome;
}

/** What became of one request under one plan. */
export interface Result {
  readonly code: OutcomeCode;
  /** What the caller gets: the last attempt's outcome, or an ensemble's winner; null where nothing was called. */
  readonly answer: Outcome | null;
  readonly attempts: readonly Attempt[];
  /** Sum over all attempts, USD; null where one of them is not known. */
  readonly cost_usd: number | null;
  /** From arrival to the answer, ms; null where an attempt on the way is not known. */
  readonly latency_ms: number | null;
  /** What the executor or an ensemble decided on the way, in words. */
  readonly notes: readonly string[];
}

/** Null where any part is. */
export function sumOrNull(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

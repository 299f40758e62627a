import type { AnswerDifference } from "../compare/difference.ts";
import type { Finding } from "../contracts/finding.ts";

/** Why control and candidate cannot be held against each other on a request; the first that holds. */
export const INCOMPARABLE_REASONS = [
  "tool_schema_mismatch",
  "system_prompt_mismatch",
  "messages_mismatch",
  "redacted_input",
  "primary_error",
  "shadow_error",
  "not_recorded",
  "unknown",
] as const;
export type IncomparableReason = (typeof INCOMPARABLE_REASONS)[number];

/** What became of a pair of answers under the contracts. */
export const PAIR_RESULTS = ["both_pass", "both_fail", "loss", "gain", "flaky"] as const;
export type PairResult = (typeof PAIR_RESULTS)[number];

/** One side of a comparison. */
export interface ShadowSide {
  /** `model:provider`; null where nothing answered. */
  readonly target: string | null;
  readonly request_id: string | null;
  readonly failure: { readonly class: string; readonly code: string | null; readonly message: string } | null;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** The answer in no provider's words, redacted where the owner asked for it; null where there is none. */
  readonly answer: unknown;
}

/** A contract on both answers. */
export interface ShadowStep {
  readonly contract: string;
  readonly critical: boolean;
  readonly primary_passed: boolean | null;
  readonly shadow_passed: boolean | null;
  readonly primary_findings: readonly Finding[];
  readonly shadow_findings: readonly Finding[];
}

/** What control and candidate made of one request. */
export interface ShadowComparison {
  /** Contract and case of a pack, null for mirrored traffic. `trial` counts from 1. */
  readonly contract: string | null;
  readonly case: string | null;
  readonly trial: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly comparable: boolean;
  readonly incomparable_reason: IncomparableReason | null;
  /** Redaction changed what the shadow was sent. */
  readonly redacted: boolean;
  /** Null where not comparable. loss = primary passes, shadow fails (`would_fail`); gain = the other way; flaky = a failing side passed when asked again. */
  readonly result: PairResult | null;
  readonly critical_loss: boolean;
  readonly differs: boolean;
  readonly differences: readonly AnswerDifference[];
  readonly steps: readonly ShadowStep[];
  readonly primary: ShadowSide;
  readonly shadow: ShadowSide;
}

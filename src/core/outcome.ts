import type { Evidence } from "./evidence.ts";
import type { Target } from "./target.ts";
import type { Usage } from "./usage.ts";

/**
 * How an attempt can fail, as data. The order is stored in logs: append only.
 * `schema_violation` and `guardrail` make a fallback only where a policy asks for it; `cancelled` never does.
 */
export const FAILURE_CLASSES = [
  "connect",
  "timeout",
  "rate_limit",
  "server",
  "client_4xx",
  "content_filter",
  "truncated_stream",
  "schema_violation",
  "guardrail",
  "cancelled",
  "invalid_request",
] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * How an attempt ended, as one small integer: 0 = ok, k = the k-th failure class (1-based).
 * Executor and columns speak in these codes.
 */
export type OutcomeCode = number;

export const OK: OutcomeCode = 0;

export function failureCode(failure: FailureClass): OutcomeCode {
  return FAILURE_CLASSES.indexOf(failure) + 1;
}

export function failureOf(code: OutcomeCode): FailureClass | null {
  return FAILURE_CLASSES[code - 1] ?? null;
}

/** Failures that may pass when the same target is asked again. */
export const RETRYABLE: readonly FailureClass[] = ["connect", "timeout", "rate_limit", "server"];

/** Whether a code is one of these failures. */
export function codeIn(code: OutcomeCode, classes: readonly FailureClass[]): boolean {
  const failure = failureOf(code);
  return failure !== null && classes.includes(failure);
}

/** The failure class of an HTTP status, or of none (the connection failed). */
export function failureOfStatus(status: number | null): FailureClass {
  if (status === null) return "connect";
  if (status === 408 || status === 504) return "timeout";
  if (status === 429) return "rate_limit";
  if (status >= 500) return "server";
  return "client_4xx";
}

/**
 * What of a response decides whether a cascade accepts it; null = the signal is not known.
 * Kept in narrow columns of the log, so that a recorded answer decides an escalation without its body.
 */
export interface Signals {
  readonly finish_reason: string | null;
  readonly output_tokens: number | null;
  readonly refusal: boolean | null;
  /** The answer holds at least one tool call. */
  readonly tool_calls: boolean | null;
  /** Every tool call's arguments parse and match the schema of the tool it names; true where there is no tool call to be wrong. */
  readonly tool_calls_valid: boolean | null;
  /** The answer parses as JSON and matches the response schema the request asked for; null where it asked for none. */
  readonly json_schema: boolean | null;
  readonly mean_logprob: number | null;
}

export interface OutcomeFailure {
  readonly class: FailureClass;
  /** The provider's own code or HTTP status. */
  readonly code: string | null;
  readonly message: string;
  readonly retry_after_ms?: number;
}

/** The row that a recorded answer was taken from, and what it cost and took then. */
export interface RecordedFrom {
  readonly request_id: string;
  readonly cost_usd: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
}

/** What one attempt gave: a value, never a throw. */
export interface Outcome {
  readonly target: Target;
  readonly ok: boolean;
  readonly failure: OutcomeFailure | null;
  /** USD; null where the price or the usage is not known, never 0 for "unknown". */
  readonly cost_usd: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  readonly usage: Usage | null;
  readonly evidence: Evidence;
  readonly signals: Signals | null;
  /** SHA-256 (hex) of the answer's canonical form: equal answers vote together in an ensemble. */
  readonly answer_hash: string | null;
  /** The provider's response body, where there is one. */
  readonly response?: unknown;
  /** Of an answer that was played from a recording: its own cost is 0, its time that of playing it. */
  readonly recorded?: RecordedFrom;
}

export function codeOf(outcome: Outcome): OutcomeCode {
  return outcome.ok ? OK : failureCode(outcome.failure?.class ?? "server");
}

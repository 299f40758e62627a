import type { AnswerEnd, LiveAnswer } from "../../core/live/live-send.ts";
import type { Outcome, OutcomeFailure } from "../../core/outcome.ts";
import type { Target } from "../../core/target.ts";

/** An attempt that gave no answer. @param response what the provider said, where that is worth showing */
export function failedOutcome(
  target: Target,
  failure: OutcomeFailure,
  latency: number,
  response: LiveAnswer | null,
): Outcome {
  return {
    target,
    ok: false,
    failure,
    cost_usd: response?.end?.cost_usd ?? null,
    latency_ms: latency,
    ttft_ms: null,
    usage: response?.end?.usage ?? null,
    evidence: "measured",
    signals: null,
    answer_hash: null,
    ...(response === null ? {} : { response }),
  };
}

/** An attempt whose answer is whole. */
export function wholeOutcome(target: Target, end: AnswerEnd, response: LiveAnswer): Outcome {
  const { ok, failure, cost_usd, latency_ms, ttft_ms, usage, signals, answer_hash } = end;
  return {
    target,
    ok,
    failure,
    cost_usd,
    latency_ms,
    ttft_ms,
    usage,
    evidence: "measured",
    signals,
    answer_hash,
    response,
  };
}

/** An attempt that settles at the first content of its stream. */
export function begunOutcome(target: Target, latency: number, ttft: number, response: LiveAnswer): Outcome {
  return {
    target,
    ok: true,
    failure: null,
    cost_usd: null,
    latency_ms: latency,
    ttft_ms: ttft,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: null,
    response,
  };
}

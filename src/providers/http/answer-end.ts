import { readAnswer } from "../../core/answer/read-answer.ts";
import { answerHash } from "../../core/answer/canonical-answer.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import type { AnswerEnd, LiveRequest } from "../../core/live/live-send.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import { signalsOf } from "../../core/signals.ts";
import type { Target } from "../../core/target.ts";
import type { Usage } from "../../core/usage.ts";
import type { LiveSetup } from "../live-provider.ts";

export interface EndParts {
  readonly request: LiveRequest;
  readonly target: Target;
  readonly setup: LiveSetup;
  readonly latency_ms: number;
  readonly ttft_ms: number | null;
}

/** How an attempt ended. @param body the whole answer; read only where somebody holds answers against one another */
export function answerEnd(
  parts: EndParts,
  failure: OutcomeFailure | null,
  usage_raw: unknown,
  body: () => unknown,
): AnswerEnd {
  const counted = usageOf(usage_raw);
  return countedEnd(parts, failure, { usage: isUsageProblem(counted) ? null : counted, raw: usage_raw }, body);
}

/** The same, where its tokens have been counted already. */
export function countedEnd(
  { request, target, setup, latency_ms, ttft_ms }: EndParts,
  failure: OutcomeFailure | null,
  { usage, raw }: { readonly usage: Usage | null; readonly raw: unknown },
  body: () => unknown,
): AnswerEnd {
  let signals: AnswerEnd["signals"] = null;
  let hash: string | null = null;
  if (request.buffered && failure === null) {
    const answer = readAnswer(body());
    const prompt = neutralRequest(request.body, request.dialect, sha256Hex)?.prompt ?? null;
    signals = signalsOf(prompt, answer, usage);
    hash = answerHash(answer, sha256Hex);
  }
  return {
    ok: failure === null,
    failure,
    usage,
    usage_raw: raw ?? null,
    cost_usd: usage === null ? null : setup.cost(target, usage, setup.now()),
    latency_ms,
    ttft_ms,
    signals,
    answer_hash: hash,
  };
}

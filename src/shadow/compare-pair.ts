import { isTransportFailure } from "../contracts/transport-failure.ts";
import type { Answer } from "../core/answer/answer.ts";
import type { Boundary } from "../contracts/pack.ts";
import type { Checked } from "../contracts/finding.ts";
import type { IncomparableReason, PairResult, ShadowComparison, ShadowSide, ShadowStep } from "./comparison.ts";
import { answerDifferences } from "./differences.ts";
import { protectedPlaces } from "./protected-places.ts";
import { settled, type Settled } from "./settled.ts";

/** A side as it was asked and answered. */
export interface PairedSide extends Omit<ShadowSide, "answer"> {
  readonly answer: Answer | null;
  /** Of the request that this side was sent; null where it is not known. */
  readonly boundary: Boundary | null;
}

/** A contract held against both sides: first against the answers of the pair, then against those of failing sides that were asked again. */
export interface PairedCheck {
  readonly contract: string;
  readonly critical: boolean;
  readonly primary: readonly Checked[];
  readonly shadow: readonly Checked[];
}

export interface PairInput extends Pick<ShadowComparison, "contract" | "case" | "trial" | "at" | "redacted"> {
  readonly primary: PairedSide;
  readonly shadow: PairedSide;
  /** None: the answers are compared, and nothing can fail. */
  readonly checks: readonly PairedCheck[];
  /** JSON paths of places where differences of writing count. */
  readonly neverNormalize: readonly string[];
}

/**
 * Holds control and candidate against each other on one request. A side passes where it passes all contracts; a failing one that mostly passes when it is asked
 * again passes, and the pair is `flaky` unless the other side fails. Differences and steps are told of incomparable pairs too, wherever both answered.
 */
export function comparePair(input: PairInput): ShadowComparison {
  const { primary, shadow } = input;
  const steps = input.checks.map(stepOf);
  const told = input.checks.filter(isTold);
  const reason = incomparableReason(input) ?? (told.length === 0 && steps.length > 0 ? "unknown" : null);
  const differences =
    responded(primary) && responded(shadow)
      ? answerDifferences(primary.answer, shadow.answer, protectedPlaces(input.neverNormalize))
      : [];
  return {
    contract: input.contract,
    case: input.case,
    trial: input.trial,
    at: input.at,
    comparable: reason === null,
    incomparable_reason: reason,
    redacted: input.redacted,
    result: reason === null ? resultOf({ ...input, checks: told }) : null,
    critical_loss: reason === null && steps.some(isCriticalLoss),
    differs: differences.length > 0,
    differences,
    steps,
    primary: sideOf(primary),
    shadow: sideOf(shadow),
  };
}

function incomparableReason({ primary, shadow, redacted }: PairInput): IncomparableReason | null {
  const asked = primary.boundary;
  const mirrored = shadow.boundary;
  // A shadow that was never asked has no boundary: why not is told by the failures.
  if (asked !== null && mirrored !== null && !redacted) {
    if (asked.tool_schema_hash !== mirrored.tool_schema_hash) return "tool_schema_mismatch";
    if (asked.system_hash !== mirrored.system_hash) return "system_prompt_mismatch";
    if (asked.message_hash !== mirrored.message_hash) return "messages_mismatch";
  }
  if (redacted) return "redacted_input";
  if (!responded(primary)) return errorOf(primary, "primary_error");
  if (!responded(shadow)) return errorOf(shadow, "shadow_error");
  return asked === null || mirrored === null ? "unknown" : null;
}

function errorOf({ failure }: PairedSide, reason: "primary_error" | "shadow_error"): IncomparableReason {
  if (failure === null) return "unknown";
  return failure.code === "not_recorded" ? "not_recorded" : reason;
}

/** A contract says nothing of a pair where it could not be told of one side. */
function isTold({ primary, shadow }: PairedCheck): boolean {
  return settled(primary) !== null && settled(shadow) !== null;
}

/** Whether a side had its say: it answered, or its provider refused this very request, as it would again. Everything else is trouble on the way. */
export function responded({ answer, failure }: Pick<ShadowSide, "answer" | "failure">): boolean {
  return answer !== null || (failure !== null && !isTransportFailure(failure));
}

function stepOf({ contract, critical, primary, shadow }: PairedCheck): ShadowStep {
  return {
    contract,
    critical,
    primary_passed: settled(primary)?.passed ?? null,
    shadow_passed: settled(shadow)?.passed ?? null,
    primary_findings: primary[0]?.findings ?? [],
    shadow_findings: shadow[0]?.findings ?? [],
  };
}

function isCriticalLoss({ critical, primary_passed, shadow_passed }: ShadowStep): boolean {
  return critical && primary_passed === true && shadow_passed === false;
}

function resultOf(input: PairInput): PairResult {
  const primary = together(input, "primary");
  const shadow = together(input, "shadow");
  if (primary.passed !== shadow.passed) return primary.passed ? "loss" : "gain";
  if (!primary.passed) return "both_fail";
  return primary.changed || shadow.changed ? "flaky" : "both_pass";
}

function together(input: PairInput, side: "primary" | "shadow"): Settled {
  if (input.checks.length === 0) return { passed: input[side].answer !== null, changed: false };
  const contracts = input.checks.map((check) => settled(check[side]));
  return {
    passed: contracts.every((one) => one === null || one.passed),
    changed: contracts.some((one) => one?.changed === true),
  };
}

function sideOf(side: PairedSide): ShadowSide {
  const { target, request_id, failure, latency_ms, cost_usd, input_tokens, output_tokens, answer } = side;
  return { target, request_id, failure, latency_ms, cost_usd, input_tokens, output_tokens, answer };
}

import { EVIDENCE, type Evidence } from "./evidence.ts";
import { firstTarget, type Candidate, type Exclusion, type Plan } from "./plan.ts";
import type { Attempt, Result } from "./result.ts";
import type { CallKind } from "./send.ts";
import type { Target } from "./target.ts";

/** Numbers of a whole request; what is not known is null. */
export interface TracedNumbers {
  readonly cost_usd: number | null;
  readonly latency_ms: number | null;
}

/** Why one request goes, or went, where it does: plan, attempts and numbers, each with its evidence. */
export interface DecisionTrace {
  readonly request_id: string;
  readonly policy_type: string;
  readonly policy_name: string;
  /** In the order they would be asked. */
  readonly candidates: readonly Candidate[];
  readonly excluded: readonly Exclusion[];
  /** The target asked first; null where none may be. */
  readonly selected: Target | null;
  readonly selection_reason: string;
  /** Arms of every ab_test passed, outermost first, and the kind of key the dice rolled on. */
  readonly arms: readonly string[];
  readonly sticky: "session" | "end_user" | "request_id" | null;
  readonly facts_id: string;
  /** The target whose answer the caller gets; null where it gets none. */
  readonly answered: Target | null;
  /** In the order in which they start. */
  readonly attempts: readonly {
    readonly target: Target;
    readonly kind: CallKind;
    readonly try: number;
    readonly started_ms: number | null;
    readonly ok: boolean;
    readonly failure: string | null;
    readonly cost_usd: number | null;
    readonly latency_ms: number | null;
    readonly evidence: Evidence;
  }[];
  /** Only what was really observed. */
  readonly measured: (TracedNumbers & { readonly evidence: Evidence; readonly similarity?: number }) | null;
  /** What is computed instead, where something was not observed. */
  readonly projected: (TracedNumbers & { readonly evidence: Evidence }) | null;
  readonly notes: readonly string[];
}

export interface TraceInput {
  readonly requestId: string;
  readonly policyName: string;
  readonly plan: Plan;
  /** Null = the plan alone, before anything runs. */
  readonly result: Result | null;
  readonly factsId: string;
  readonly sticky: DecisionTrace["sticky"];
  /** False where an accept or a vote hung on something not known (`Projection.identified`): the numbers are then nobody's to tell. */
  readonly identified?: boolean;
  /** A stand-in decided who is asked: what is known of their answers is assumed of the request. */
  readonly assumedDecision?: boolean;
  /** Of the answer to the baseline's, 0..1, where both were compared. */
  readonly similarity?: number;
}

function weakest(kinds: readonly Evidence[]): Evidence {
  return EVIDENCE[Math.max(...kinds.map((kind) => EVIDENCE.indexOf(kind)), 0)] as Evidence;
}

function startOf(attempt: Attempt): number {
  return Number.isNaN(attempt.started_ms) ? Number.POSITIVE_INFINITY : attempt.started_ms;
}

function numbersOf(result: Result, evidence: Evidence): TracedNumbers & { readonly evidence: Evidence } {
  return evidence === "unidentified"
    ? { cost_usd: null, latency_ms: null, evidence }
    : { cost_usd: result.cost_usd, latency_ms: result.latency_ms, evidence };
}

/** The decision trace of one request. */
export function decisionTrace(input: TraceInput): DecisionTrace {
  const { requestId, policyName, plan, result, factsId, sticky, similarity } = input;
  const attempts = (result?.attempts ?? []).toSorted((a, b) => startOf(a) - startOf(b) || 0);
  const kinds: Evidence[] = attempts.map((attempt) => attempt.outcome.evidence);
  if (input.assumedDecision === true) kinds.push("assumed");
  const evidence = input.identified === false ? "unidentified" : weakest(kinds);
  const numbers = result === null || attempts.length === 0 ? null : numbersOf(result, evidence);
  const observed = evidence === "measured" || evidence === "recorded";
  const compared = similarity === undefined ? {} : { similarity };
  return {
    request_id: requestId,
    policy_type: plan.policy_type,
    policy_name: policyName,
    candidates: plan.candidates,
    excluded: plan.excluded,
    selected: firstTarget(plan.node),
    selection_reason: plan.selection_reason,
    arms: plan.arms,
    sticky: plan.arms.length === 0 ? null : sticky,
    facts_id: factsId,
    answered: result?.answer?.ok === true ? result.answer.target : null,
    attempts: attempts.map(({ target, kind, try: tried, started_ms, outcome }) => ({
      target,
      kind,
      try: tried,
      started_ms: Number.isNaN(started_ms) ? null : started_ms,
      ok: outcome.ok,
      failure: outcome.failure?.class ?? null,
      cost_usd: outcome.cost_usd,
      latency_ms: outcome.latency_ms,
      evidence: outcome.evidence,
    })),
    measured: observed && numbers !== null ? { ...numbers, ...compared } : null,
    projected: observed ? null : numbers,
    notes: result?.notes ?? (plan.node.node === "refuse" ? [plan.node.reason] : []),
  };
}

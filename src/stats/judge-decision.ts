import { decisionOfBounds, type Decision } from "./decision.ts";
import type { Estimate } from "./interval.ts";
import { nonInferiority, stratifiedNonInferiority, type NonInferiority } from "./non-inferiority.ts";
import { Z95_ONE_SIDED } from "./normal.ts";
import { stratified, type FirstPhase, type PairedStratum } from "./stratified.ts";
import { wilsonUpper } from "./wilson.ts";

/** As for contracts, and: no worse on the whole, but too many answers may be worse. */
export type JudgeDecision = Exclude<Decision, "blocked"> | "no_worse_but_tail_risk";

export interface JudgeOutcome {
  readonly decision: JudgeDecision;
  /** P(better) - P(worse) with its one-sided bounds. */
  readonly net: NonInferiority;
  /** One-sided 95 % upper bound of P(worse). */
  readonly worseUpper: number;
}

export interface JudgeOptions {
  readonly margin?: number;
  /** What P(worse) may be at most. */
  readonly worseLimit?: number;
}

/** The decision over verdicts of a plain sample; equivalent ones are ties, unjudged ones are not in n. */
export function judgeDecision(
  better: number,
  worse: number,
  n: number,
  { margin = 0.05, worseLimit = 0.1 }: JudgeOptions = {},
): JudgeOutcome {
  return outcome(nonInferiority(better, worse, n, { margin }), wilsonUpper(worse, n), worseLimit);
}

/** The same of the window, from verdicts in strata drawn at different rates: MOVER over Tango, and over Wilson. */
export function stratifiedJudgeDecision(
  strata: readonly PairedStratum[],
  { margin = 0.05, worseLimit = 0.1, firstPhase }: JudgeOptions & { readonly firstPhase?: FirstPhase } = {},
): JudgeOutcome {
  const phase = firstPhase === undefined ? {} : { firstPhase };
  const worse: Estimate = stratified(
    strata.map(({ weight, losses, n }) => ({ weight, k: losses, n })),
    { z: Z95_ONE_SIDED, ...phase },
  );
  return outcome(stratifiedNonInferiority(strata, { margin, ...phase }), worse.upper, worseLimit);
}

function outcome(net: NonInferiority, worseUpper: number, worseLimit: number): JudgeOutcome {
  const decision = decisionOfBounds(net) as Exclude<Decision, "blocked">;
  const safe = decision === "better" || decision === "no_worse";
  return { decision: safe && worseUpper > worseLimit ? "no_worse_but_tail_risk" : decision, net, worseUpper };
}

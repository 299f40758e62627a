import { decisionOfBounds, type Decision } from "../stats/decision.ts";
import { requiredPairs } from "../stats/non-inferiority.ts";
import { stratifiedJudgeDecision, type JudgeDecision, type JudgeOutcome } from "../stats/judge-decision.ts";
import type { FirstPhase } from "../stats/stratified.ts";
import { zeroFailureUpper } from "../stats/zero-failure.ts";
import { sumOf, windowShares, type VerdictStratum } from "./verdict-shares.ts";

/** `void`: the judge failed its canaries. */
export type JudgedDecision = JudgeDecision | "void";

export interface DecisionOptions {
  readonly margin: number;
  /** What P(worse) may be at most. */
  readonly worse_limit: number;
  readonly firstPhase: FirstPhase;
  /** Pairs that have a verdict: counts of strata may be of as many independent ones as these are worth. */
  readonly judged: number;
  /** The judge failed its canaries. */
  readonly isVoid: boolean;
}

/** What may be concluded of the window. */
export interface DecisionResult {
  readonly decision: JudgedDecision;
  /** Why nothing is decided; null where something is. */
  readonly withheld: string | null;
  readonly margin: number;
  /** P(better) - P(worse) of the window, with one-sided 95 % bounds. */
  readonly net: { readonly estimate: number | null; readonly lower_95: number; readonly upper_95: number };
  /** The lower bound is above -margin. */
  readonly safe: boolean;
  /** The guardrail. */
  readonly worse: {
    readonly estimate: number | null;
    readonly upper_95: number;
    readonly limit: number;
    readonly within: boolean;
  };
  /** Share of pairs that do not tie. */
  readonly discordant: number | null;
  /** Judged pairs that would show safety with 80 % chance if there were no difference; null where the share above is not known. */
  readonly required_n: number | null;
  /** Whether it would still be safe, and within the limit, if every unjudged pair were worse. */
  readonly robust: boolean;
  readonly method: "mover_tango/two_phase";
}

const LEAST_JUDGED = 20;

/** The decision over verdicts in strata: non-inferiority of the net share, and a limit on what may be worse. */
export function decideJudged(strata: readonly VerdictStratum[], options: DecisionOptions): DecisionResult {
  const { margin, worse_limit, firstPhase, judged, isVoid } = options;
  const found = outcomeOf(strata, options);
  const { breakdown } = windowShares(strata, firstPhase);
  const discordant = breakdown.better === null || breakdown.worse === null ? null : breakdown.better + breakdown.worse;
  const unseen = strata.filter(({ weight, counts }) => weight > 0 && sumOf(counts) === 0).length;
  const withheld = isVoid
    ? "the judge failed its canaries"
    : judged < LEAST_JUDGED
      ? `${judged} pairs were judged, ${LEAST_JUDGED} at least are needed`
      : unseen > 0
        ? `${unseen} bucket${unseen === 1 ? " has" : "s have"} no judged pair`
        : null;
  const worst = outcomeOf(strata.map(unjudgedAreWorse), options);
  const required = discordant === null ? null : requiredPairs(discordant, { margin });
  return {
    decision: isVoid ? "void" : withheld === null ? found.decision : "inconclusive",
    withheld,
    margin,
    net: { estimate: found.net.estimate, lower_95: found.net.lower, upper_95: found.net.upper },
    safe: withheld === null && found.net.nonInferior,
    worse: {
      estimate: breakdown.worse,
      upper_95: found.worseUpper,
      limit: worse_limit,
      within: found.worseUpper <= worse_limit,
    },
    discordant,
    required_n: required === null || !Number.isFinite(required) ? null : required,
    robust: withheld === null && worst.net.nonInferior && worst.worseUpper <= worse_limit,
    method: "mover_tango/two_phase",
  };
}

/** A stratum as it would be if every unjudged pair of it were worse. */
export function unjudgedAreWorse(stratum: VerdictStratum): VerdictStratum {
  return { ...stratum, counts: { ...stratum.counts, worse: stratum.counts.worse + stratum.unjudged }, unjudged: 0 };
}

/** Where nothing at all was worse the score intervals are too short, and the exact bounds of "none in n" hold. */
function outcomeOf(
  strata: readonly VerdictStratum[],
  { margin, worse_limit, firstPhase }: DecisionOptions,
): JudgeOutcome {
  const found = stratifiedJudgeDecision(
    strata.map(({ weight, counts }) => ({ weight, wins: counts.better, losses: counts.worse, n: sumOf(counts) })),
    { margin, worseLimit: worse_limit, firstPhase },
  );
  if (found.net.estimate === null || strata.some(({ counts }) => counts.worse > 0)) return found;
  const exact = Math.hypot(...strata.map(({ weight, counts }) => weight * zeroFailureUpper(sumOf(counts))));
  const lower = Math.min(found.net.lower, -exact);
  const worseUpper = Math.max(found.worseUpper, exact);
  const decision = decisionOfBounds({ lower, upper: found.net.upper, margin }) as Exclude<Decision, "blocked">;
  const safe = decision === "better" || decision === "no_worse";
  return {
    decision: safe && worseUpper > worse_limit ? "no_worse_but_tail_risk" : decision,
    net: { ...found.net, lower, nonInferior: lower > -margin },
    worseUpper,
  };
}

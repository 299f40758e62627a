import type { FirstPhase } from "../stats/stratified.ts";
import { unjudgedAreWorse } from "./decide-judged.ts";
import { UNJUDGED, type Unjudged } from "./judge-unit.ts";
import type { JudgedPair } from "./judged-pair.ts";
import { windowShares, type VerdictStratum } from "./verdict-shares.ts";

/** Pairs without a verdict: in no share, and never equivalent. */
export interface UnjudgedResult {
  readonly count: number;
  /** Of all pairs asked; null where none was. */
  readonly share: number | null;
  /** Why, by the first order that has no verdict. */
  readonly reasons: Readonly<Record<Unjudged, number>>;
  /** P(worse) of the window if all of them were worse. */
  readonly worst_case: { readonly worse: number | null; readonly upper: number };
  /** More than 2 %: the worst case belongs beside the headline. */
  readonly show_worst_case: boolean;
}

const SHOWN_ABOVE = 0.02;

export function unjudgedResult(
  pairs: readonly JudgedPair[],
  strata: readonly VerdictStratum[],
  firstPhase: FirstPhase,
): UnjudgedResult {
  const without = pairs.filter(({ verdict, score }) => verdict === "unjudged" || (verdict === null && score === null));
  const reasons = Object.fromEntries(UNJUDGED.map((why) => [why, 0])) as Record<Unjudged, number>;
  for (const { orders } of without) {
    const why = orders.find(({ unjudged }) => unjudged !== null)?.unjudged?.why;
    if (why !== undefined) reasons[why] += 1;
  }
  const worst = windowShares(strata.map(unjudgedAreWorse), firstPhase);
  const share = pairs.length === 0 ? null : without.length / pairs.length;
  return {
    count: without.length,
    share,
    reasons,
    worst_case: { worse: worst.breakdown.worse, upper: worst.ci_95.worse.upper },
    show_worst_case: share !== null && share > SHOWN_ABOVE,
  };
}

import type { Interval } from "../stats/interval.ts";
import type { Preference } from "../stats/order-swap.ts";
import { stratified, type FirstPhase } from "../stats/stratified.ts";
import { wilson } from "../stats/wilson.ts";

export const VERDICTS = ["better", "equivalent", "worse"] as const satisfies readonly Preference[];

export type Counts = Readonly<Record<Preference, number>>;

export type Shares = Readonly<Record<Preference, number | null>>;

export type Intervals = Readonly<Record<Preference, Interval>>;

/** Verdicts of one stratum of the window. */
export interface VerdictStratum {
  /** Its share of the window. */
  readonly weight: number;
  readonly counts: Counts;
  readonly unjudged: number;
}

/** How often each verdict was given. */
export function countVerdicts(verdicts: Iterable<Preference | "unjudged" | null>): Counts {
  const counts = { better: 0, equivalent: 0, worse: 0 };
  for (const verdict of verdicts) if (verdict !== null && verdict !== "unjudged") counts[verdict] += 1;
  return counts;
}

export function sumOf(counts: Counts): number {
  return VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
}

/** Shares of the judged pairs, as they were drawn, with Wilson's intervals. */
export function pooledShares(counts: Counts): { readonly breakdown: Shares; readonly ci_95: Intervals } {
  const n = sumOf(counts);
  return split((verdict) => wilson(counts[verdict], n));
}

/** Shares of the window: each stratum by its weight, with MOVER's intervals. Null where a stratum was not judged. */
export function windowShares(
  strata: readonly VerdictStratum[],
  firstPhase: FirstPhase,
): { readonly breakdown: Shares; readonly ci_95: Intervals } {
  return split((verdict) =>
    stratified(
      strata.map(({ weight, counts }) => ({ weight, k: counts[verdict], n: sumOf(counts) })),
      { firstPhase },
    ),
  );
}

function split(estimateOf: (verdict: Preference) => Interval & { readonly estimate: number | null }): {
  readonly breakdown: Shares;
  readonly ci_95: Intervals;
} {
  const all = VERDICTS.map((verdict) => [verdict, estimateOf(verdict)] as const);
  return {
    breakdown: Object.fromEntries(all.map(([verdict, { estimate }]) => [verdict, estimate])) as unknown as Shares,
    ci_95: Object.fromEntries(
      all.map(([verdict, { lower, upper }]) => [verdict, { lower, upper }]),
    ) as unknown as Intervals,
  };
}

/** Share of wins, a tie counting half, with the standard error of its mean; null where there is too little. */
export interface WinRate {
  readonly n: number;
  readonly rate: number | null;
  readonly standard_error: number | null;
}

/** Win rate of counts: mean of 1, 0.5 and 0, its standard error with n - 1. */
export function winRate(counts: Counts): WinRate {
  const n = sumOf(counts);
  if (n === 0) return { n, rate: null, standard_error: null };
  const rate = (counts.better + counts.equivalent / 2) / n;
  if (n === 1) return { n, rate, standard_error: null };
  const squares = counts.better * (1 - rate) ** 2 + counts.equivalent * (0.5 - rate) ** 2 + counts.worse * rate ** 2;
  return { n, rate, standard_error: Math.sqrt(squares / (n - 1) / n) };
}

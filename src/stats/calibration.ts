import type { Estimate } from "./interval.ts";
import { atMost, binomialMass } from "./mass.ts";
import { wilson } from "./wilson.ts";

/** How often intervals held what came. */
export interface Coverage extends Estimate {
  readonly covered: number;
  readonly windows: number;
  /** Chance to cover so few if the intervals were as good as they say. */
  readonly lowerTail: number;
  /** The chance is below 5 %. */
  readonly uncalibrated: boolean;
}

/** Backtest of intervals: how many of `windows` held the truth, against the share they promise. */
export function coverageOf(covered: number, windows: number, nominal: number): Coverage {
  const lowerTail = windows === 0 ? 1 : Math.min(1, atMost(binomialMass(windows, nominal), covered));
  return { ...wilson(covered, windows), covered, windows, lowerTail, uncalibrated: lowerTail < 0.05 };
}

/**
 * Split conformal quantile (Vovk et al. 2005): the ceil((n+1)(1-alpha))-th smallest score; infinite where that is more than n. Scores are
 * |actual - projected| / width: intervals made this much wider cover 1 - alpha of what comes.
 */
export function conformalQuantile(scores: ArrayLike<number>, alpha = 0.1): number {
  const rank = Math.ceil((scores.length + 1) * (1 - alpha) - 1e-9);
  return rank > scores.length ? Infinity : (Float64Array.from(scores).sort()[rank - 1] as number);
}

import type { Interval } from "./interval.ts";
import { normalCdf } from "./normal-cdf.ts";
import { normalQuantile } from "./normal.ts";
import { quantile, sorted, type Sorted } from "./quantile.ts";

/** Percentile interval (Efron 1979): the alpha/2 and 1 - alpha/2 type 7 quantiles of the replicates; null where none is defined. */
export function percentileInterval(replicates: ArrayLike<number>, alpha = 0.05): Interval | null {
  const values = sorted(replicates);
  if (values.length === 0) return null;
  return { lower: quantile(values, alpha / 2) as number, upper: quantile(values, 1 - alpha / 2) as number };
}

/** A bias-corrected and accelerated interval, and what it was corrected by. */
export interface BcaInterval extends Interval {
  /** Bias: the normal point of the share of replicates below the estimate. */
  readonly bias: number;
  /** Acceleration: skewness of the jackknife values. */
  readonly acceleration: number;
  /** The levels of the replicates that the ends are. */
  readonly levels: readonly [number, number];
}

/**
 * BCa interval (Efron 1987). For ratios of skewed costs it covers less than the percentile interval: that one is the default.
 * Null where it is not defined: no replicates, or all on one side of the estimate.
 * @param jackknife the estimate without each cluster in turn
 */
export function bcaInterval(
  estimate: number,
  replicates: ArrayLike<number>,
  jackknife: readonly number[],
  alpha = 0.05,
): BcaInterval | null {
  const values = sorted(replicates);
  const below = shareBelow(values, estimate);
  if (values.length === 0 || below <= 0 || below >= 1) return null;
  const bias = normalQuantile(below);
  const mean = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length;
  const squares = jackknife.reduce((sum, value) => sum + (mean - value) ** 2, 0);
  const cubes = jackknife.reduce((sum, value) => sum + (mean - value) ** 3, 0);
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  const level = (p: number): number => {
    const shifted = bias + normalQuantile(p);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  };
  const levels = [level(alpha / 2), level(1 - alpha / 2)] as const;
  return {
    lower: quantile(values, levels[0]) as number,
    upper: quantile(values, levels[1]) as number,
    bias,
    acceleration,
    levels,
  };
}

/** Share of values below, ties counted half. */
function shareBelow(values: Sorted, estimate: number): number {
  let twice = 0;
  for (const value of values) twice += value < estimate ? 2 : value === estimate ? 1 : 0;
  return twice / (2 * values.length);
}

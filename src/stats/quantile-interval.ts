import { binomialMass } from "./mass.ts";

/** Order statistics (1-based ranks) that enclose a quantile: [X_(lower), X_(upper)). Null: the sample is too small to bound that side. */
export interface QuantileRanks {
  readonly lower: number | null;
  readonly upper: number | null;
  /** The chance that the interval holds the quantile; an open side counts as unbounded. */
  readonly coverage: number;
}

/**
 * Distribution-free interval of the q-quantile of n independent values: lower = max r with BinCDF(r-1; n, q) <= alpha/2,
 * upper = min r with BinCDF(r-1; n, q) >= 1 - alpha/2 (David and Nagaraja, Order Statistics, 7.1).
 * At 95 % the upper rank is null below n = 72 for p95 and below 368 for p99. Exact, and O(sqrt n).
 */
export function quantileRanks(n: number, q: number, alpha = 0.05): QuantileRanks {
  if (n === 0) return { lower: null, upper: null, coverage: 1 };
  const { from, probabilities } = binomialMass(n, q);
  let belowLower = 0;
  let index = 0;
  while (belowLower + (probabilities[index] as number) <= alpha / 2) {
    belowLower += probabilities[index] as number;
    index += 1;
  }
  const lower = from + index;
  let aboveUpper = 0;
  index = probabilities.length - 1;
  while (aboveUpper + (probabilities[index] as number) <= alpha / 2) {
    aboveUpper += probabilities[index] as number;
    index -= 1;
  }
  const upper = from + index + 1;
  return { lower: lower < 1 ? null : lower, upper: upper > n ? null : upper, coverage: 1 - belowLower - aboveUpper };
}

/** How many values the maximum needs behind it to be an upper bound of the q-quantile: q^n <= alpha (give alpha/2 for a two-sided one). */
export function valuesForUpperBound(q: number, alpha: number): number {
  return Math.ceil(Math.log(alpha) / Math.log(q));
}

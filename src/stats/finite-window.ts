import type { Estimate } from "./interval.ts";
import { atLeast, atMost, hypergeometricMass } from "./mass.ts";
import { Z95 } from "./normal.ts";
import { wilson } from "./wilson.ts";

/** Successes in the whole window that the sample does not rule out, and the share they are of it. */
export interface WindowEstimate extends Estimate {
  readonly fewest: number;
  readonly most: number;
}

/**
 * Wilson interval of the share in a window of N rows, of which n were sampled without replacement: n_eff = n(N-1)/(N-n).
 * n = N: the point itself.
 */
export function wilsonFinite(k: number, n: number, total: number, z: number = Z95): Estimate {
  if (n === 0) return wilson(0, 0);
  const p = k / n;
  if (n >= total) return { estimate: p, lower: p, upper: p };
  const effective = (n * (total - 1)) / (total - n);
  const { lower, upper } = wilson(k === n ? effective : p * effective, effective, z);
  return { estimate: p, lower, upper };
}

/**
 * Exact interval of the successes in a window of N rows, given k in n sampled without replacement: all counts under which neither
 * tail of the hypergeometric distribution at k is as thin as alpha/2 (equal-tailed inversion).
 */
export function hypergeometricInterval(k: number, n: number, total: number, alpha = 0.05): WindowEstimate {
  const least = k;
  const greatest = total - n + k;
  const fewest = first(least, greatest, (marked) => atLeast(hypergeometricMass(n, total, marked), k) > alpha / 2);
  const most =
    first(fewest, greatest + 1, (marked) => {
      return marked > greatest || atMost(hypergeometricMass(n, total, marked), k) <= alpha / 2;
    }) - 1;
  return { estimate: n === 0 ? null : k / n, lower: fewest / total, upper: most / total, fewest, most };
}

/**
 * The share in a window of N rows from k in n sampled: exact where the sample is more than a tenth of the window and k (or n - k) is
 * below 10, where Wilson is too short; else Wilson with the finite-population correction.
 */
export function finiteProportion(k: number, n: number, total: number): Estimate {
  if (n === 0 || n >= total || n <= total / 10 || Math.min(k, n - k) >= 10) return wilsonFinite(k, n, total);
  const { estimate, lower, upper } = hypergeometricInterval(k, n, total);
  return { estimate, lower, upper };
}

/** The smallest whole number in low..high for which a monotone test holds; it must hold for `high`. */
function first(low: number, high: number, holds: (value: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

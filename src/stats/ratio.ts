import { studentQuantile } from "./student-t.ts";

/** Running sums over pairs: n, and the sums of x, y, x^2, y^2, xy. They add up across batches. */
export interface PairSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** A ratio of sums with its linearised standard error; everything null where it is not defined. */
export interface Ratio {
  readonly estimate: number | null;
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface RatioOptions {
  /** Rows of the window the pairs were sampled from: adds the finite-population correction sqrt(1 - n/N). */
  readonly windowSize?: number;
  readonly alpha?: number;
}

/**
 * r = sum y / sum x with SE = sqrt(sum (y - r x)^2 / (n (n-1) mean(x)^2)) (Cochran, Sampling Techniques, 6.3) and a t interval with
 * n - 1 degrees. Null where sum x = 0; no error and no interval below two pairs.
 */
export function ratioOfSums(sums: PairSums, { windowSize, alpha = 0.05 }: RatioOptions = {}): Ratio {
  const { n, x, y, xx, yy, xy } = sums;
  if (n === 0 || x === 0) return { estimate: null, standardError: null, lower: null, upper: null };
  const estimate = y / x;
  if (n < 2) return { estimate, standardError: null, lower: null, upper: null };
  const residual = Math.max(0, yy - 2 * estimate * xy + estimate * estimate * xx);
  const correction = windowSize === undefined ? 1 : Math.max(0, 1 - n / windowSize);
  const standardError = Math.sqrt((residual * correction * n) / (n - 1)) / Math.abs(x);
  const half = studentQuantile(1 - alpha / 2, n - 1) * standardError;
  return { estimate, standardError, lower: estimate - half, upper: estimate + half };
}

/** The share saved, 1 - r, with the ends of its interval in order. */
export function savingOf({ estimate, standardError, lower, upper }: Ratio): Ratio {
  const flip = (value: number | null): number | null => (value === null ? null : 1 - value);
  return { estimate: flip(estimate), standardError, lower: flip(upper), upper: flip(lower) };
}

/** A known total of x times the ratio: the ratio estimator of the total of y. */
export function totalOf(ratio: Ratio, knownTotal: number): Ratio {
  const times = (value: number | null): number | null => (value === null ? null : value * knownTotal);
  return {
    estimate: times(ratio.estimate),
    standardError: times(ratio.standardError),
    lower: times(ratio.lower),
    upper: times(ratio.upper),
  };
}

/** Sums over the pairs of which both sides are known (not NaN). */
export function pairSums(x: ArrayLike<number>, y: ArrayLike<number>): PairSums {
  const sums = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  for (let index = 0; index < x.length; index += 1) {
    const a = x[index] as number;
    const b = y[index] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    sums.n += 1;
    sums.x += a;
    sums.y += b;
    sums.xx += a * a;
    sums.yy += b * b;
    sums.xy += a * b;
  }
  return sums;
}

/** The sums of two disjoint sets of pairs taken together. */
export function addSums(a: PairSums, b: PairSums): PairSums {
  return { n: a.n + b.n, x: a.x + b.x, y: a.y + b.y, xx: a.xx + b.xx, yy: a.yy + b.yy, xy: a.xy + b.xy };
}

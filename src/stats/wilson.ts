import type { Estimate } from "./interval.ts";
import { normalQuantile, Z95, Z95_ONE_SIDED } from "./normal.ts";

/**
 * Wilson score interval of k successes in n (Wilson 1927): centre (p + z^2/2n) / (1 + z^2/n), half-width
 * z / (1 + z^2/n) x sqrt(p(1-p)/n + z^2/4n^2). Both may be fractional (an effective n). n = 0: null in [0, 1].
 */
export function wilson(k: number, n: number, z: number = Z95): Estimate {
  if (n === 0) return { estimate: null, lower: 0, upper: 1 };
  const p = k / n;
  const square = z * z;
  const centre = (k + square / 2) / (n + square);
  const half = (z / (n + square)) * Math.sqrt(n * p * (1 - p) + square / 4);
  return {
    estimate: p,
    lower: k === 0 ? 0 : Math.max(0, centre - half),
    upper: k === n ? 1 : Math.min(1, centre + half),
  };
}

/** One-sided upper bound (95 % unless told); 1 where n = 0. */
export function wilsonUpper(k: number, n: number, z: number = Z95_ONE_SIDED): number {
  return wilson(k, n, z).upper;
}

/** One-sided lower bound (95 % unless told); 0 where n = 0. */
export function wilsonLower(k: number, n: number, z: number = Z95_ONE_SIDED): number {
  return wilson(k, n, z).lower;
}

/** Simultaneous intervals of all shares of a whole (Goodman 1965): Wilson with z at 1 - alpha/2K. */
export function goodman(counts: readonly number[], alpha = 0.05): readonly Estimate[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const z = normalQuantile(1 - alpha / (2 * counts.length));
  return counts.map((count) => wilson(count, n, z));
}

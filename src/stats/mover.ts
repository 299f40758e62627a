import type { Estimate } from "./interval.ts";

/** An estimate of one stratum and the share of the window that the stratum is; the weights of all strata sum to 1. */
export interface WeightedEstimate extends Estimate {
  readonly weight: number;
}

export interface MoverOptions {
  /** Variance to add because the weights are estimates themselves: see `betweenPhaseVariance`. */
  readonly betweenVariance?: number;
  /** Standard normal point the strata's intervals were made with; only `betweenVariance` needs it. */
  readonly z?: number;
  /** What the quantity can be: [0, 1] for shares, [-1, 1] for differences. */
  readonly range: readonly [least: number, most: number];
}

/**
 * Weighted mean of independent strata with its interval by MOVER, the method of variance estimates recovery (Zou and Donner 2008):
 * L = p - sqrt(sum W^2 (p_h - l_h)^2), U = p + sqrt(sum W^2 (u_h - p_h)^2). The strata's own intervals may be of any kind.
 * A stratum without an estimate leaves the whole without one, and widens the interval by all that it could be.
 */
export function mover(
  strata: readonly WeightedEstimate[],
  { range, betweenVariance = 0, z = 0 }: MoverOptions,
): Estimate {
  const [least, most] = range;
  let centre = 0;
  let below = 0;
  let above = 0;
  let unseen = 0;
  for (const { weight, estimate, lower, upper } of strata) {
    if (estimate === null) {
      unseen += weight;
      continue;
    }
    centre += weight * estimate;
    below += (weight * (estimate - lower)) ** 2;
    above += (weight * (upper - estimate)) ** 2;
  }
  const between = z * z * betweenVariance;
  return {
    estimate: unseen > 0 || strata.length === 0 ? null : centre,
    lower: strata.length === 0 ? least : Math.max(least, centre - Math.sqrt(below + between) + unseen * least),
    upper: strata.length === 0 ? most : Math.min(most, centre + Math.sqrt(above + between) + unseen * most),
  };
}

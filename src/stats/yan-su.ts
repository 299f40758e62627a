import type { Interval } from "./interval.ts";
import { Z95 } from "./normal.ts";
import type { Stratum } from "./stratified.ts";
import { wilson } from "./wilson.ts";

/**
 * Stratified Wilson interval of Yan and Su (2010): every stratum's Wilson interval at z_s = z sqrt(sum W^2 v) / sum W sqrt(v),
 * v = p (1-p) / n, weighted. An alternative to `stratified`; null where every stratum is all or nothing, or was never looked at.
 */
export function yanSu(strata: readonly Stratum[], z: number = Z95): (Interval & { readonly z: number }) | null {
  if (strata.some(({ n }) => n === 0)) return null;
  const deviations = strata.map(({ weight, k, n }) => weight * Math.sqrt(((k / n) * (1 - k / n)) / n));
  const sum = deviations.reduce((total, deviation) => total + deviation, 0);
  if (sum === 0) return null;
  const own = (z * Math.hypot(...deviations)) / sum;
  const weighted = (end: "lower" | "upper"): number => {
    return strata.reduce((total, { weight, k, n }) => total + weight * wilson(k, n, own)[end], 0);
  };
  return { lower: weighted("lower"), upper: weighted("upper"), z: own };
}

import { normalCdf } from "./normal-cdf.ts";
import { Z95_ONE_SIDED } from "./normal.ts";

/** A share of requests whose latencies are lognormal with these quantiles, p50 and p95 above 0 in the same unit. */
export interface LognormalPart {
  readonly weight: number;
  readonly p50: number;
  readonly p95: number;
}

/** The q-quantile of a mixture: where sum W_m F_m(x) = q. Quantiles of parts must never be averaged. Null without weight. */
export function mixtureQuantile(parts: readonly LognormalPart[], q: number): number | null {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const below = (logX: number): number => {
    return parts.reduce((sum, { weight, p50, p95 }) => {
      const deviation = Math.log(p95 / p50) / Z95_ONE_SIDED;
      const distance = logX - Math.log(p50);
      const share = deviation === 0 ? (distance >= 0 ? 1 : 0) : normalCdf(distance / deviation);
      return sum + (weight / total) * share;
    }, 0);
  };
  let low = Math.min(...parts.map(({ p50, p95 }) => Math.log(p50) - 12 * Math.log(p95 / p50))) - 1;
  let high = Math.max(...parts.map(({ p50, p95 }) => Math.log(p50) + 12 * Math.log(p95 / p50))) + 1;
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle) < q) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

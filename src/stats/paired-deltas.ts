import { bootstrap } from "./bootstrap.ts";
import { percentileInterval } from "./bootstrap-interval.ts";
import { valuesForUpperBound } from "./quantile-interval.ts";
import { resampledQuantileDifferences } from "./resampled-quantiles.ts";
import { resampledRatio } from "./resampled-ratio.ts";
import type { Seeded } from "./seeded.ts";

/** Both arms of the same pairs, unit by unit; NaN: unknown, and the pair is left out of that number. */
export interface Paired {
  readonly baseline: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
}

/** A number with its bootstrap interval; nulls where it is not defined, or where there are too few pairs for an interval. */
export interface BootstrapEstimate {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What pairs say of cost and latency. */
export interface PairedDeltas {
  /** 1 - sum candidate / sum baseline of `cost`. */
  readonly saving: BootstrapEstimate;
  /** quantile(candidate) - quantile(baseline) of `latency`, one a level, in the unit given. */
  readonly latency: readonly (BootstrapEstimate & { readonly level: number; readonly pairs: number })[];
  readonly clusters: number;
  readonly resamples: number;
  readonly method: "percentile_cluster_bootstrap";
}

export interface PairedDeltaOptions {
  readonly random: Seeded;
  /** Cluster of each pair, 0..; each pair its own where it is left out. Sessions and users are clusters. */
  readonly cluster?: ArrayLike<number>;
  readonly levels?: readonly number[];
  readonly resamples?: number;
  readonly alpha?: number;
}

/**
 * Saving and latency differences with percentile cluster-bootstrap intervals over shared resamples. A quantile's interval is withheld
 * below the pairs at which its order-statistic interval would be open: 72 for p95, 368 for p99 at 95 %.
 */
export function pairedDeltas(
  cost: Paired,
  latency: Paired,
  { random, cluster, levels = [0.5, 0.95], resamples = 2000, alpha = 0.05 }: PairedDeltaOptions,
): PairedDeltas {
  const pairs = cost.baseline.length;
  const of = cluster ?? Uint32Array.from({ length: pairs }, (_, index) => index);
  let clusters = 0;
  for (let index = 0; index < pairs; index += 1) clusters = Math.max(clusters, (of[index] as number) + 1);
  const { observed, resampled } = bootstrap(
    [
      resampledRatio(cost.baseline, cost.candidate, of, clusters),
      resampledQuantileDifferences(latency.baseline, latency.candidate, of, levels),
    ],
    { clusters, random, resamples },
  );
  const ratio = estimateOf(observed[0] as number, resampled[0] as Float64Array, alpha, clusters >= 2);
  const known = knownPairs(latency);
  return {
    saving: { estimate: less(ratio.estimate), lower: less(ratio.upper), upper: less(ratio.lower) },
    latency: levels.map((level, index) => {
      const needed = Math.max(valuesForUpperBound(level, alpha / 2), valuesForUpperBound(1 - level, alpha / 2));
      const enough = clusters >= 2 && known >= needed;
      const number = index + 1;
      return {
        level,
        pairs: known,
        ...estimateOf(observed[number] as number, resampled[number] as Float64Array, alpha, enough),
      };
    }),
    clusters,
    resamples,
    method: "percentile_cluster_bootstrap",
  };
}

function estimateOf(value: number, replicates: Float64Array, alpha: number, enough: boolean): BootstrapEstimate {
  const estimate = Number.isNaN(value) ? null : value;
  const interval = enough && estimate !== null ? percentileInterval(replicates, alpha) : null;
  return { estimate, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}

function less(value: number | null): number | null {
  return value === null ? null : 1 - value;
}

function knownPairs({ baseline, candidate }: Paired): number {
  let known = 0;
  for (let index = 0; index < baseline.length; index += 1) {
    if (!Number.isNaN(baseline[index] as number) && !Number.isNaN(candidate[index] as number)) known += 1;
  }
  return known;
}

import type { Seeded } from "./seeded.ts";

/** A number made of a resample, given how often each cluster was drawn. NaN: not defined for this resample. */
export interface ResampledStatistic {
  /** How many numbers it writes. */
  readonly width: number;
  /** Writes its numbers at out[at], out[at + 1], ... */
  readonly write: (drawn: Uint32Array, out: Float64Array, at: number) => void;
}

export interface BootstrapOptions {
  /** Clusters, numbered from 0; each pair its own where pairs are independent. */
  readonly clusters: number;
  readonly random: Seeded;
  /** How many resamples (B). */
  readonly resamples?: number;
}

/** Per number of every statistic, in order: its value on the sample itself and on each resample. */
export interface Replicates {
  readonly observed: Float64Array;
  /** Resamples in the order drawn, one array a number. */
  readonly resampled: readonly Float64Array[];
}

/**
 * Cluster bootstrap (Efron 1979; clusters: Davison and Hinkley 1997, 3.8): as many clusters as there are, drawn with replacement, B times.
 * All statistics see the same resamples, so both arms of a pair, and all metrics, stay together.
 */
export function bootstrap(
  statistics: readonly ResampledStatistic[],
  { clusters, random, resamples = 2000 }: BootstrapOptions,
): Replicates {
  const width = statistics.reduce((sum, statistic) => sum + statistic.width, 0);
  const out = new Float64Array(width);
  const drawn = new Uint32Array(clusters);
  const evaluate = (): void => {
    let at = 0;
    for (const statistic of statistics) {
      statistic.write(drawn, out, at);
      at += statistic.width;
    }
  };
  drawn.fill(1);
  evaluate();
  const observed = out.slice();
  const resampled = Array.from({ length: width }, () => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < clusters; draw += 1) {
      const cluster = random.index(clusters);
      drawn[cluster] = (drawn[cluster] as number) + 1;
    }
    evaluate();
    for (let number = 0; number < width; number += 1) {
      (resampled[number] as Float64Array)[resample] = out[number] as number;
    }
  }
  return { observed, resampled };
}

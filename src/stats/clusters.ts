import type { Estimate } from "./interval.ts";
import { studentQuantile } from "./student-t.ts";
import { wilson } from "./wilson.ts";

/** A share with the interval that its clusters allow. */
export interface ClusteredShare extends Estimate {
  readonly n: number;
  readonly clusters: number;
  /** Of the mean, over clusters; null below two clusters. */
  readonly standardError: number | null;
  /** How many times larger the variance is than that of as many independent rows. */
  readonly designEffect: number;
  /** n / max(1, design effect). */
  readonly effective: number;
  /** Fewer than 20 clusters: the interval is then made with Student's t of clusters - 1 degrees where asked to. */
  readonly fewClusters: boolean;
}

/**
 * The share of rows that hold (0..1 each), where rows of a cluster (a session, a user) are alike: Wilson on an effective n.
 * SE = sqrt(G/(G-1) sum_g (sum_{i in g} (x_i - mean))^2) / n (Liang and Zeger 1986).
 * @param cluster the cluster of each row, as any number; rows of the same number belong together
 * @param options.small use Student's t instead of the normal point below 20 clusters
 */
export function clusteredShare(
  x: ArrayLike<number>,
  cluster: ArrayLike<number>,
  { alpha = 0.05, small = false }: { readonly alpha?: number; readonly small?: boolean } = {},
): ClusteredShare {
  const n = x.length;
  let sum = 0;
  for (let index = 0; index < n; index += 1) sum += x[index] as number;
  const mean = n === 0 ? 0 : sum / n;
  const deviations = new Map<number, number>();
  for (let index = 0; index < n; index += 1) {
    const key = cluster[index] as number;
    deviations.set(key, (deviations.get(key) ?? 0) + (x[index] as number) - mean);
  }
  const groups = deviations.size;
  let squares = 0;
  for (const deviation of deviations.values()) squares += deviation * deviation;
  const standardError = groups < 2 ? null : Math.sqrt((groups / (groups - 1)) * squares) / n;
  const independent = (mean * (1 - mean)) / (n - 1);
  const designEffect = standardError === null || !(independent > 0) ? 1 : standardError ** 2 / independent;
  const effective = groups < 2 ? Math.min(n, groups) : n / Math.max(1, designEffect);
  const fewClusters = groups < 20;
  const z = small && fewClusters && groups >= 2 ? studentQuantile(1 - alpha / 2, groups - 1) : undefined;
  const { estimate, lower, upper } = wilson(mean === 1 ? effective : effective * mean, effective, z);
  return { n, clusters: groups, standardError, designEffect, effective, fewClusters, estimate, lower, upper };
}

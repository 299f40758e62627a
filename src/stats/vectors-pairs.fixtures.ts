import { allocationError, floorThenNeyman, neyman, proportional } from "./allocation.ts";
import { bcaInterval, percentileInterval } from "./bootstrap-interval.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredShare } from "./clusters.ts";
import { hashOrder, hashSample, weightedHashSample, weightedKey } from "./hash-order.ts";
import { mcnemar, mcnemarEvidence } from "./mcnemar.ts";
import { requiredPairs } from "./non-inferiority.ts";
import { adjustedMean } from "./regression-estimator.ts";
import { seeded } from "./seeded.ts";
import { signFlip } from "./sign-flip.ts";
import { betweenPhaseVariance, stratified, stratifiedError, stratifiedTango } from "./stratified.ts";
import type { Runs } from "./vectors.fixtures.ts";
import { yanSu } from "./yan-su.ts";

/** Strata, samples and paired comparisons. */
export const PAIR_RUNS: Runs = [
  [
    /^clopper_pearson/,
    ({ k, n }) => {
      const { lower, upper } = clopperPearson(k, n);
      return { lower, upper };
    },
  ],
  [
    /^(seed_judge_weighted|mover_)/,
    (inputs) => ({ ...stratified(strata(inputs)), se: stratifiedError(strata(inputs)) }),
  ],
  [
    /^yan_su/,
    (inputs) => {
      const { z, lower, upper } = yanSu(strata(inputs)) as NonNullable<ReturnType<typeof yanSu>>;
      return { z_stratum: z, lower, upper };
    },
  ],
  [
    /^two_phase/,
    ({ phase1_counts, k, m, N }) => {
      const rows = phase1_counts.reduce((sum: number, count: number) => sum + count, 0);
      const weights = phase1_counts.map((count: number) => count / rows);
      const firstPhase = { rows, windowRows: N };
      const parts = strata({ weights, k, n: m });
      const rates = parts.map((part) => ({ weight: part.weight, estimate: part.k / part.n }));
      return {
        weights,
        ...stratified(parts, { firstPhase }),
        var_within: (stratifiedError(parts) as number) ** 2,
        var_between: betweenPhaseVariance(rates, firstPhase),
        se: stratifiedError(parts, firstPhase),
      };
    },
  ],
  [
    /^stratified_net/,
    ({ weights, wins_losses_n }) => {
      return stratifiedTango(
        wins_losses_n.map(([wins, losses, n]: [number, number, number], index: number) => ({
          weight: weights[index],
          wins,
          losses,
          n,
        })),
      );
    },
  ],
  [
    /^allocation/,
    ({ weights, p, n, floor }) => {
      const parts = weights.map((weight: number, index: number) => ({ weight, expected: p[index] }));
      const mean = weights.reduce((sum: number, weight: number, index: number) => sum + weight * p[index], 0);
      return {
        neyman: neyman(parts, n),
        proportional: proportional(parts, n),
        floor40_plus_neyman: floorThenNeyman(parts, n, floor),
        se_equal_100: allocationError(parts, [100, 100, 100]),
        se_neyman: allocationError(parts, neyman(parts, n)),
        se_proportional: allocationError(parts, proportional(parts, n)),
        se_floor: allocationError(parts, floorThenNeyman(parts, n, floor)),
        se_simple_random: allocationError([{ weight: 1, expected: mean }], [n]),
      };
    },
  ],
  [
    /^cluster_wilson/,
    ({ x, cluster }) => {
      const { estimate, standardError, designEffect, effective, lower, upper } = clusteredShare(x, cluster);
      return { mean: estimate, cluster_se: standardError, deff: designEffect, n_eff: effective, lower, upper };
    },
  ],
  [/^hash_bottom_k/, ({ ids, seed, k }) => ({ order: hashOrder(ids, seed), sample: hashSample(ids, seed, k) })],
  [
    /^weighted_bottom_k/,
    ({ ids, seed, weights, k }) => {
      const items = ids.map((id: string, index: number) => ({ id, weight: weights[index] }));
      const sample = weightedHashSample(items, seed, k);
      return { sample, first_key: weightedKey(ids[0], seed, weights[0]) };
    },
  ],
  [
    /^mcnemar_exact/,
    ({ gains, losses }) => {
      const { twoSided, midP, harm } = mcnemar(gains, losses);
      return { p_two: twoSided, p_mid: midP, p_harm: harm };
    },
  ],
  [/^mcnemar_e_value/, ({ gains, losses }) => ({ value: mcnemarEvidence(gains, losses) })],
  [
    /^sample_size_noninferiority/,
    ({ rows }) => rows.map(([discordant, margin]: [number, number]) => requiredPairs(discordant, { margin })),
  ],
  [
    /^signflip_exact/,
    ({ d }) => {
      const { mean, twoSided } = signFlip(d, seeded([1, 2, 3, 4]));
      return { mean, p_two: twoSided };
    },
  ],
  [
    /^bootstrap_exact_saving/,
    ({ baseline_cost: x, candidate_cost: y }) => {
      return everyResample(x.length, (rows) => 1 - total(y, rows) / total(x, rows));
    },
  ],
  [/^bootstrap_exact_meandiff/, ({ d }) => everyResample(d.length, (rows) => total(d, rows) / rows.length)],
  [/^bca_given/, ({ theta, replicates, jackknife, alpha }) => bca(theta, replicates, jackknife, alpha)],
  [
    /^regression_estimator/,
    ({ x, y, population_mean_x }) => {
      const result = adjustedMean(x, y, population_mean_x) as NonNullable<ReturnType<typeof adjustedMean>>;
      return {
        beta: result.slope,
        mean_unadjusted: result.plain,
        mean_adjusted: result.adjusted,
        se_unadjusted: result.plainError,
        se_adjusted: result.adjustedError,
      };
    },
  ],
];

function strata({ weights, k, n }: { weights: number[]; k: number[]; n: number[] }): {
  weight: number;
  k: number;
  n: number;
}[] {
  return weights.map((weight, index) => ({ weight, k: k[index] as number, n: n[index] as number }));
}

function total(values: readonly number[], rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (values[row] as number), 0);
}

/** A statistic's intervals over all n^n resamples of n rows. */
function everyResample(n: number, statistic: (rows: readonly number[]) => number): object {
  const replicates = new Float64Array(n ** n);
  const rows = Array.from({ length: n }, () => 0);
  for (let code = 0; code < replicates.length; code += 1) {
    for (let index = 0, rest = code; index < n; index += 1, rest = Math.floor(rest / n)) rows[index] = rest % n;
    replicates[code] = statistic(rows);
  }
  const all = Array.from({ length: n }, (_, index) => index);
  const theta = statistic(all);
  const jackknife = all.map((left) => statistic(all.filter((row) => row !== left)));
  const interval = percentileInterval(replicates);
  return { theta, percentile: [interval?.lower, interval?.upper], bca: bca(theta, replicates, jackknife, 0.05) };
}

function bca(theta: number, replicates: ArrayLike<number>, jackknife: readonly number[], alpha: number): object {
  const result = bcaInterval(theta, replicates, jackknife, alpha) as NonNullable<ReturnType<typeof bcaInterval>>;
  return {
    z0: result.bias,
    a: result.acceleration,
    a1: result.levels[0],
    a2: result.levels[1],
    lower: result.lower,
    upper: result.upper,
  };
}

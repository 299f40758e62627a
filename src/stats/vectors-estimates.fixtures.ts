import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { hypergeometricInterval, wilsonFinite } from "./finite-window.ts";
import { newcombe } from "./newcombe.ts";
import { normalQuantile, Z95_ONE_SIDED } from "./normal.ts";
import { quantile, sorted, weightedQuantile } from "./quantile.ts";
import { quantileRanks, valuesForUpperBound } from "./quantile-interval.ts";
import { pairSums, ratioOfSums, savingOf, totalOf } from "./ratio.ts";
import { seeded, seedWords } from "./seeded.ts";
import { tango } from "./tango.ts";
import { goodman, wilson, wilsonUpper } from "./wilson.ts";
import { triesForBound, zeroFailureUpper } from "./zero-failure.ts";
import type { Runs } from "./vectors.fixtures.ts";

/** Shares, ratios, quantiles and seeds. */
export const ESTIMATE_RUNS: Runs = [
  [/^normal_quantiles$/, ({ p }) => p.map(normalQuantile)],
  [/^wilson95_\d+_\d+$/, ({ k, n }) => wilson(k, n)],
  [/^wilson_onesided_upper95/, ({ k, n }) => wilsonUpper(k, n)],
  [/^wilson95_fpc/, ({ k, n, N }) => ends(wilsonFinite(k, n, N))],
  [/^zero_failure_upper95$/, ({ n }) => n.map((tries: number) => zeroFailureUpper(tries))],
  [/^zero_failure_n_needed$/, ({ bound }) => bound.map((rate: number) => triesForBound(rate))],
  [
    /^hypergeometric95/,
    ({ k, n, N }) => {
      const { fewest, most, lower, upper } = hypergeometricInterval(k, n, N);
      return { K_lower: fewest, K_upper: most, lower, upper };
    },
  ],
  [
    /^goodman/,
    ({ counts, alpha }) => ({ intervals: goodman(counts, alpha).map(({ lower, upper }) => [lower, upper]) }),
  ],
  [
    /^(newcombe_diff|aa_excess)/,
    ({ k1, n1, k2, n2 }) => {
      const { estimate, lower, upper } = newcombe(k1, n1, k2, n2);
      return { diff: estimate, lower, upper };
    },
  ],
  [
    /^tango_/,
    ({ wins, losses, n }) => {
      const two = tango(wins, losses, n);
      const one = tango(wins, losses, n, Z95_ONE_SIDED);
      return {
        delta: two.estimate,
        lower95: two.lower,
        upper95: two.upper,
        lower_onesided95: one.lower,
        upper_onesided95: one.upper,
      };
    },
  ],
  [
    /^ratio_estimator_saving$/,
    ({ x, y }) => {
      const ratio = ratioOfSums(pairSums(x, y));
      const saving = savingOf(ratio);
      return {
        ratio: ratio.estimate,
        se: ratio.standardError,
        saving: saving.estimate,
        linearised_t95: [saving.lower, saving.upper],
      };
    },
  ],
  [
    /^verbosity_ratio$/,
    ({ baseline_out, candidate_out }) => {
      const { estimate, standardError, lower, upper } = ratioOfSums(pairSums(baseline_out, candidate_out));
      return { ratio: estimate, se: standardError, t95: [lower, upper] };
    },
  ],
  [
    /^window_total_ratio$/,
    ({ x, y, N, window_baseline_total }) => {
      const total = totalOf(ratioOfSums(pairSums(x, y), { windowSize: N }), window_baseline_total);
      return { total: total.estimate, se: total.standardError };
    },
  ],
  [
    /^orderstat_ci/,
    ({ n, q }) => {
      const { lower, upper, coverage } = quantileRanks(n, q);
      return { lower_rank: lower, upper_rank: upper, coverage };
    },
  ],
  [
    /^min_n_for_quantile/,
    ({ q }) => ({
      one_sided: q.map((level: number) => valuesForUpperBound(level, 0.05)),
      two_sided: q.map((level: number) => valuesForUpperBound(level, 0.025)),
    }),
  ],
  [/^quantile_type7$/, ({ x, q }) => q.map((level: number) => quantile(sorted(x), level))],
  [
    /^weighted_empirical_quantile$/,
    ({ values, weights, q }) => q.map((level: number) => weightedQuantile(values, weights, level)),
  ],
  [/^xoshiro128ss_state/, ({ state }) => draws(10, seeded(state).next)],
  [
    /^xoshiro_seeded/,
    ({ seed }) => {
      const state = seedWords(sha256(utf8ToBytes(seed)));
      const { index } = seeded(state);
      return { state, first5: draws(5, seeded(state).next), index_of_10: draws(12, () => index(10)) };
    },
  ],
];

function ends({ lower, upper }: { readonly lower: number; readonly upper: number }): object {
  return { lower, upper };
}

function draws(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

import { betMaker } from "./bets.ts";
import { bettingDifference, bettingSequence } from "./confidence-sequence.ts";
import { drawWeights, eProcess, weightedOutcome, type EProcess } from "./e-process.ts";
import { Z95 } from "./normal.ts";
import { asymptoticWidth, bernsteinSequence, betaBinomialSequence } from "./other-sequences.ts";
import type { Runs } from "./vectors.fixtures.ts";

/** What may be looked at after every pair. */
export const SEQUENCE_RUNS: Runs = [
  [
    /^bets_lambda/,
    ({ x, alpha_one_sided }) => {
      const { next } = betMaker({ level: alpha_one_sided });
      return x.map((value: number) => next(value).plugIn);
    },
  ],
  [
    /^(betting|twobet)_cs/,
    ({ x, alpha, c, n_planned, N }) => {
      return bettingSequence(x, {
        alpha,
        truncation: c,
        ...(n_planned === undefined ? {} : { planned: n_planned }),
        ...(N === undefined ? {} : { windowSize: N }),
      });
    },
  ],
  [/^beta_binomial/, ({ sum, t, alpha }) => betaBinomialSequence(sum, t, alpha)],
  [/^prpl_empirical/, ({ x, alpha, c }) => bernsteinSequence(x, { alpha, truncation: c })],
  [
    /^paired_diff_seq/,
    ({ t, alpha, margin }) => {
      const pairs = pattern(t);
      const process = eProcess({ margin, alpha, planned: null });
      const { lower, upper } = bettingDifference(pairs, { alpha });
      return {
        wins: pairs.filter((pair) => pair === 1).length,
        losses: pairs.filter((pair) => pair === -1).length,
        cs_delta: [lower, upper],
        e_safe_running_max: Math.max(...pairs.map((pair) => process.take(pair).safe)),
        e_safe: process.state().safe,
        e_harm: process.state().harm,
      };
    },
  ],
  [
    /^twobet_paired_seq/,
    ({ t, alpha, margin, n_planned, N_wor }) => {
      const pairs = pattern(t);
      const process = eProcess({ margin, alpha, planned: n_planned });
      const finite = eProcess({ margin, alpha, planned: n_planned, windowSize: N_wor });
      for (const pair of pairs) {
        process.take(pair);
        finite.take(pair);
      }
      const { lower, upper } = bettingDifference(pairs, { alpha, planned: n_planned });
      return {
        cs_delta: [lower, upper],
        e_safe: process.state().safe,
        e_harm: process.state().harm,
        e_safe_wor_N1000: finite.state().safe,
      };
    },
  ],
  [
    /^paired_all_ties/,
    ({ margin, alpha }) => {
      const { pairs, safe } = untilDecided(eProcess({ margin, alpha, planned: null, minimum: 0 }), 0);
      return { stop_at: pairs, e: safe };
    },
  ],
  [
    /^paired_all_losses/,
    ({ margin, alpha }) => {
      const { pairs, harm } = untilDecided(eProcess({ margin, alpha, planned: null, minimum: 0 }), -1);
      return { stop_at: pairs, e: harm };
    },
  ],
  [
    /^twobet_earliest/,
    ({ margin, alpha, n_planned }) => {
      const fresh = (): EProcess => eProcess({ margin, alpha, planned: n_planned, minimum: 0 });
      return {
        all_ties_safe_at: untilDecided(fresh(), 0).pairs,
        all_losses_harm_at: untilDecided(fresh(), -1).pairs,
      };
    },
  ],
  [
    /^weighted_sequential/,
    ({ weights, draw_prob, D, margin }) => {
      const w = drawWeights(weights, draw_prob);
      const largest = Math.max(...w);
      return {
        w,
        w_max: largest,
        m0: (1 - margin / largest) / 2,
        y: D.map(([of, pair]: [number, number]) => (1 + weightedOutcome(pair, w[of] as number, largest)) / 2),
      };
    },
  ],
  [
    /^(asymptotic_cs|growthbook)/,
    ({ sd, t, t_star }) => {
      const { rho, half } = asymptoticWidth(sd, t, t_star);
      return { rho, half_width: half, ratio_to_fixed: half / ((Z95 * sd) / Math.sqrt(t)) };
    },
  ],
];

/** ([0] x 9, 1, [0] x 8, -1, [0] x 11, 1) over and over. */
function pattern(count: number): number[] {
  const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
  const once = [...zeros(9), 1, ...zeros(8), -1, ...zeros(11), 1];
  return Array.from({ length: count }, (_, index) => once[index % once.length] as number);
}

function untilDecided(process: EProcess, pair: number): ReturnType<EProcess["state"]> {
  for (let index = 0; index < 10_000 && process.state().decision === null; index += 1) process.take(pair);
  return process.state();
}

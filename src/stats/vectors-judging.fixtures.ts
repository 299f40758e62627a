import { costOf } from "../core/rates.ts";
import { coverageOf, conformalQuantile } from "./calibration.ts";
import { cascadeCost } from "./cascade-cost.ts";
import { averageQuality, callsForGap, gapRecovered } from "./cost-quality.ts";
import { judgeDecision } from "./judge-decision.ts";
import { cohenKappa } from "./kappa.ts";
import { lengthControlled } from "./length-control.ts";
import { mixtureQuantile } from "./lognormal-mixture.ts";
import { manskiBounds } from "./manski.ts";
import { offPolicy } from "./off-policy.ts";
import { positionBias, reconcileOrders, type Preference } from "./order-swap.ts";
import { predictionPowered } from "./prediction-powered.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { exponentialHistogramError, signedSketch } from "./signed-sketch.ts";
import type { Runs } from "./vectors.fixtures.ts";
import { contractVerdict } from "./verdict.ts";

/** Projections, judges, sketches and verdicts. */
export const JUDGING_RUNS: Runs = [
  [
    /^ope_/,
    (inputs) => {
      const rows = {
        propensity: inputs.logged_propensity,
        target: inputs.target_prob_of_logged_action,
        reward: inputs.reward,
      };
      const model = { logged: inputs.qhat_logged, target: inputs.qhat_target };
      const { ips, snips, dr, effective, largestShare } = offPolicy(rows, { model });
      return { ips, snips, dr, ess: effective, ess_fraction: effective / 6, max_weight_share: largestShare };
    },
  ],
  [
    /^manski/,
    ({ n, matched, matched_reward_sum, reward_range }) => manskiBounds(matched_reward_sum, matched, n, reward_range),
  ],
  [
    /^mixture_quantile_lognormal/,
    (inputs) => ({
      mixture_p50: mixtureQuantile(parts(inputs), 0.5),
      mixture_p95: mixtureQuantile(parts(inputs), 0.95),
    }),
  ],
  [
    /^mixture_quantile_bimodal/,
    (inputs) => ({
      mixture_p95: mixtureQuantile(parts(inputs), 0.95),
      mixture_p99: mixtureQuantile(parts(inputs), 0.99),
    }),
  ],
  [
    /^cost_row/,
    ({ uncached_in, cached_in, out, price_per_M: price }) => {
      const rate = { input: price.input / 1e6, cache_read: price.cached_input / 1e6, output: price.output / 1e6 };
      const span = { from: 0, tiers: [{ ...rate, cache_write: 0, from_input_tokens: 0 }] };
      const input = { input_uncached: uncached_in, cache_read: cached_in, cache_write: 0 };
      return { cost: costOf(span, { ...input, output: out, reasoning: 0 }) };
    },
  ],
  [
    /^cascade_blended/,
    ({ cheap_cost, strong_cost, escalate }) => {
      const { mean, escalation } = cascadeCost(cheap_cost, strong_cost, escalate);
      return {
        escalation: escalation.estimate,
        escalation_wilson: [escalation.lower, escalation.upper],
        mean_cost: mean,
      };
    },
  ],
  [/^split_conformal/, ({ scores, alpha }) => ({ n: scores.length, quantile: conformalQuantile(scores, alpha) })],
  [
    /^backtest_coverage/,
    ({ covered, windows, nominal }) => {
      const { estimate, lower, upper, lowerTail } = coverageOf(covered, windows, nominal);
      return { coverage: estimate, wilson: [lower, upper], p_lower_tail: lowerTail };
    },
  ],
  [
    /^routellm/,
    ({ strong_pct, score, weak, strong }) => {
      const curve = { strongPercent: strong_pct, score, weak, strong };
      return {
        apgr: gapRecovered(curve),
        cpt50: callsForGap(curve, 0.5),
        cpt80: callsForGap(curve, 0.8),
        cpt90: callsForGap(curve, 0.9),
      };
    },
  ],
  [
    /^routerbench/,
    ({ points, c_max }) => {
      const all = points.map(([cost, quality]: [number, number]) => ({ cost, quality }));
      const result = averageQuality(all, c_max);
      return { hull_area: result?.area, aiq_paper: result?.mean };
    },
  ],
  [
    /^swap_reconcile/,
    ({ pairs }) => {
      return pairs.map(([first, second]: [Preference | null, Preference | null]) => {
        const { verdict, positionInconsistent } = reconcileOrders(first, second);
        return positionInconsistent ? `${verdict}*` : verdict;
      });
    },
  ],
  [
    /^ppi_mean/,
    ({ human, judge_on_human: judged, judge_unlabelled_ones: ones, judge_unlabelled_n: n }) => {
      const unlabelled = Array.from({ length: n }, (_, index) => (index < ones ? 1 : 0));
      const best = predictionPowered(human, judged, unlabelled);
      const plain = predictionPowered(human, judged, unlabelled, { lambda: 1 });
      const classical = predictionPowered(human, judged, unlabelled, { lambda: 0 });
      return {
        classical: classical?.estimate,
        classical_se: classical?.standardError,
        ppi: plain?.estimate,
        ppi_se: plain?.standardError,
        lambda_hat: best?.lambda,
        ppi_pp: best?.estimate,
        ppi_pp_se: best?.standardError,
      };
    },
  ],
  [
    /^rogan_gladen/,
    ({ judge_positive, n, sens, spec }) => {
      const known = ([right, of]: [number, number]) => ({ right, n: of });
      const result = roganGladen(judge_positive, n, known(sens), known(spec));
      return {
        raw: result?.raw,
        sens: result?.sensitivity,
        spec: result?.specificity,
        youden: result?.youden,
        theta: result?.unclamped,
        theta_clamped: result?.estimate,
        delta_se: result?.standardError,
        lang_reiczigel: [result?.lower, result?.upper],
      };
    },
  ],
  [
    /^cohen_kappa/,
    ({ confusion }) => {
      const { agreement, kappa, linearKappa } = cohenKappa(confusion);
      return { agreement, kappa, kappa_linear_weighted: linearKappa };
    },
  ],
  [
    /^position_bias/,
    ({ consistent, first_pref, second_pref }) => {
      const { consistency, firstSlot } = positionBias(consistent, first_pref, second_pref);
      return {
        consistency: consistency.estimate,
        wilson: [consistency.lower, consistency.upper],
        first_bias_p_two: firstSlot,
      };
    },
  ],
  [
    /^length_controlled/,
    ({ len_diff_candidate_minus_baseline, candidate_wins, ridge_on_slope }) => {
      const result = lengthControlled(len_diff_candidate_minus_baseline, candidate_wins, ridge_on_slope);
      return {
        sd: result?.deviation,
        intercept: result?.intercept,
        slope: result?.slope,
        raw_win_rate: result?.raw,
        lc_win_rate: result?.controlled,
      };
    },
  ],
  [
    /^ddsketch_alpha/,
    ({ alpha, values }) => {
      const each = values.map((value: number) => {
        const sketch = signedSketch(alpha);
        sketch.add(value);
        return sketch.toJson().pos[0]?.[0] as number;
      });
      const gamma = (1 + alpha) / (1 - alpha);
      return { gamma, keys: each, representatives: each.map((key: number) => (2 * gamma ** key) / (gamma + 1)) };
    },
  ],
  [
    /^ddsketch_quantiles/,
    ({ alpha, q }) => {
      const sketch = signedSketch(alpha);
      for (let index = 1; index <= 1000; index += 1) sketch.add(3 * index);
      return q.map((level: number) => sketch.quantile(level));
    },
  ],
  [/^otel_exp/, ({ scale }) => scale.map(exponentialHistogramError)],
  [
    /^verdict_cases/,
    ({ margin, diff_margin, cases }) => {
      return cases.map(({ n, inc, gain, loss, differs, aa, critical = 0 }: VerdictCase) => {
        const rerun = aa === undefined ? null : { differs: aa[0], pairs: aa[1] };
        return contractVerdict(
          { comparable: n, incomparable: inc, gains: gain, losses: loss, criticalLosses: critical, differs, rerun },
          { margin, differenceMargin: diff_margin },
        );
      });
    },
  ],
  [
    /^judge_decision/,
    ({ margin, worse_cap, cases }) => {
      return cases.map(([better, worse, n]: [number, number, number]) => {
        return judgeDecision(better, worse, n, { margin, worseLimit: worse_cap }).decision;
      });
    },
  ],
];

interface VerdictCase {
  readonly n: number;
  readonly inc: number;
  readonly gain: number;
  readonly loss: number;
  readonly differs: number;
  readonly critical?: number;
  readonly aa?: readonly [differs: number, pairs: number];
}

function parts({ weights, p50, p95 }: { weights: number[]; p50: number[]; p95: number[] }): {
  weight: number;
  p50: number;
  p95: number;
}[] {
  return weights.map((weight, index) => ({ weight, p50: p50[index] as number, p95: p95[index] as number }));
}

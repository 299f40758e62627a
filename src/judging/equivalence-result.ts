import { studentQuantile } from "../stats/student-t.ts";
import { wilson } from "../stats/wilson.ts";
import type { JudgedPair } from "./judged-pair.ts";

/** From 0.9 on the two answers do the same; from 0.7 on with some loss; below, the replay struggles. */
export const SCORE_BANDS = { equivalent: 0.9, degraded: 0.7 } as const;

export type ScoreBand = "equivalent" | "degraded" | "low";

/** The band of a score. */
export function scoreBand(score: number): ScoreBand {
  return score >= SCORE_BANDS.equivalent ? "equivalent" : score >= SCORE_BANDS.degraded ? "degraded" : "low";
}

/** Scores over pairs drawn alike. The original is what the replay is held against, so that no replay can do better than it: a description, not a decision. */
export interface EquivalenceResult {
  readonly mean_score: number | null;
  /** Student's t, clipped to [0, 1]. */
  readonly mean_score_ci_95: { readonly lower: number; readonly upper: number };
  /** Counts of 20 bins of equal width over [0, 1]; 1 is in the last. */
  readonly histogram: readonly number[];
  readonly bands: Readonly<
    Record<
      ScoreBand,
      {
        readonly count: number;
        readonly share: number | null;
        readonly ci_95: { readonly lower: number; readonly upper: number };
      }
    >
  >;
  readonly share_below_07: number | null;
}

const BINS = 20;

/** Of the pairs that have a score. */
export function equivalenceResult(pairs: readonly JudgedPair[]): EquivalenceResult {
  const scores = pairs.flatMap(({ score }) => (score === null ? [] : [score]));
  const n = scores.length;
  const mean = n === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / n;
  const histogram = Array.from({ length: BINS }, () => 0);
  for (const score of scores) {
    const bin = Math.min(BINS - 1, Math.floor(score * BINS));
    histogram[bin] = (histogram[bin] as number) + 1;
  }
  const band = (name: ScoreBand): EquivalenceResult["bands"][ScoreBand] => {
    const count = scores.filter((score) => scoreBand(score) === name).length;
    const { estimate, lower, upper } = wilson(count, n);
    return { count, share: estimate, ci_95: { lower, upper } };
  };
  const bands = { equivalent: band("equivalent"), degraded: band("degraded"), low: band("low") };
  return {
    mean_score: mean,
    mean_score_ci_95: meanInterval(scores, mean),
    histogram,
    bands,
    share_below_07: bands.low.share,
  };
}

function meanInterval(
  scores: readonly number[],
  mean: number | null,
): { readonly lower: number; readonly upper: number } {
  const n = scores.length;
  if (mean === null || n < 2) return { lower: 0, upper: 1 };
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n);
  return { lower: Math.max(0, mean - half), upper: Math.min(1, mean + half) };
}

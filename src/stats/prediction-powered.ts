import { Z95 } from "./normal.ts";

/** A mean from few human labels and many of a judge. */
export interface PredictionPowered {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  /** How far the judge is believed: 0 not at all, 1 fully. */
  readonly lambda: number;
}

export interface PredictionPoweredOptions {
  readonly z?: number;
  /** Left out: the value in [0, 1] with the least variance (PPI++). 1 is plain PPI. */
  readonly lambda?: number;
}

/**
 * PPI++ (Angelopoulos, Duchi and Zrnic 2023): mean(human) + lambda (mean(judge, unlabelled) - mean(judge, labelled)),
 * lambda = Cov(Y, f) / ((1 + n/N) Var f). Not worse than the human labels alone, asymptotically. Null below two labels; without
 * unlabelled rows, the human mean.
 * @param human the labels, any scale: 0/1, or -1/0/1
 * @param judged the judge's on the same rows
 * @param unlabelled the judge's on rows without a label
 */
export function predictionPowered(
  human: readonly number[],
  judged: readonly number[],
  unlabelled: readonly number[],
  { z = Z95, lambda: given }: PredictionPoweredOptions = {},
): PredictionPowered | null {
  const n = human.length;
  const many = unlabelled.length;
  if (n < 2) return null;
  const spread = variance([...judged, ...unlabelled]);
  const best = many === 0 || spread === 0 ? 0 : covariance(human, judged) / ((1 + n / many) * spread);
  const lambda = many === 0 ? 0 : (given ?? Math.min(1, Math.max(0, best)));
  const estimate = mean(human) + (lambda === 0 ? 0 : lambda * (mean(unlabelled) - mean(judged)));
  const rest = human.map((label, index) => label - lambda * (judged[index] as number));
  const machine = lambda === 0 ? 0 : (lambda * lambda * variance(unlabelled.length > 1 ? unlabelled : judged)) / many;
  const standardError = Math.sqrt(machine + variance(rest) / n);
  return { estimate, standardError, lower: estimate - z * standardError, upper: estimate + z * standardError, lambda };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  return covariance(values, values);
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a);
  const meanB = mean(b);
  const sum = a.reduce((total, value, index) => total + (value - meanA) * ((b[index] as number) - meanB), 0);
  return sum / (a.length - 1);
}

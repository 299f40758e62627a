import type { Interval } from "./interval.ts";
import { Z95 } from "./normal.ts";

/** Right answers of a judge among labelled rows of one kind. */
export interface Known {
  readonly right: number;
  readonly n: number;
}

/** A share corrected by how often the judge is right. */
export interface Corrected extends Interval {
  /** What the judge said. */
  readonly raw: number;
  readonly sensitivity: number;
  readonly specificity: number;
  /** Sensitivity + specificity - 1: 0 for a judge that knows nothing. */
  readonly youden: number;
  /** May leave [0, 1]. */
  readonly unclamped: number;
  readonly estimate: number;
  /** By the delta method. */
  readonly standardError: number;
}

/**
 * Share of positives from a judge's share, corrected for its errors (Rogan and Gladen 1978) with the interval of Lang and Reiczigel (2014).
 * Null where the judge says next to nothing: Youden's J below 0.2, or its interval reaches 0; or without labels of both kinds.
 */
export function roganGladen(
  positives: number,
  n: number,
  positive: Known,
  negative: Known,
  z: number = Z95,
): Corrected | null {
  if (n === 0 || positive.n === 0 || negative.n === 0) return null;
  const raw = positives / n;
  const sensitivity = positive.right / positive.n;
  const specificity = negative.right / negative.n;
  const youden = sensitivity + specificity - 1;
  const youdenError = Math.sqrt(spread(sensitivity, positive.n) + spread(specificity, negative.n));
  if (youden < 0.2 || youden - z * youdenError <= 0) return null;
  const unclamped = (raw + specificity - 1) / youden;
  const standardError =
    Math.sqrt(
      spread(raw, n) +
        unclamped ** 2 * spread(sensitivity, positive.n) +
        (1 - unclamped) ** 2 * spread(specificity, negative.n),
    ) / youden;
  return {
    raw,
    sensitivity,
    specificity,
    youden,
    unclamped,
    estimate: clamp(unclamped),
    standardError,
    ...langReiczigel(positives, n, positive, negative, z),
  };
}

function langReiczigel(positives: number, n: number, positive: Known, negative: Known, z: number): Interval {
  const many = n + z * z;
  const raw = (positives + (z * z) / 2) / many;
  const sensitivity = (positive.right + 1) / (positive.n + 2);
  const specificity = (negative.right + 1) / (negative.n + 2);
  const youden = sensitivity + specificity - 1;
  const share = (raw + specificity - 1) / youden;
  const ofPositive = spread(sensitivity, positive.n + 2);
  const ofNegative = spread(specificity, negative.n + 2);
  const shift = 2 * z * z * (share * ofPositive - (1 - share) * ofNegative);
  const half = (z * Math.sqrt(spread(raw, many) + share ** 2 * ofPositive + (1 - share) ** 2 * ofNegative)) / youden;
  return { lower: clamp(share + shift - half), upper: clamp(share + shift + half) };
}

function spread(p: number, n: number): number {
  return (p * (1 - p)) / n;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

import type { Bucket, Thresholds } from "../compare/bucket.ts";
import type { OutcomeClass } from "../compare/outcome-class.ts";
import type { Target } from "../core/target.ts";
import type { Share } from "./figure.ts";

/** What a pair is before its words are looked at: cut off, not readable, stopped at our own limit, or how its outcomes stand to each other. */
export type PairClass = "interrupted" | "unread" | "truncated_by_us" | OutcomeClass;

/** Pairs compared by one measure. */
export interface MeasureResult {
  readonly measure: string;
  /** Whose embeddings; null for measures that need no model. */
  readonly model: Target | null;
  readonly pairs: number;
  readonly thresholds: Thresholds;
  /** `fixed` by definition (structures), `given` by the user, `noise_floor`: from this experiment's control, `uncalibrated`: constants. */
  readonly calibration: "fixed" | "given" | "noise_floor" | "uncalibrated";
  /** Control pairs, and mismatched pairs, that the thresholds were made of. */
  readonly control_pairs: number;
  readonly mismatched_pairs: number;
  readonly mean: number | null;
  /** Counts of 20 bins of equal width over [0, 1]; 1 is in the last. */
  readonly histogram: readonly number[];
}

/** How alike the answers are. A low similarity means other words or another structure; whether it is worse only a judge or an outcome can say. */
export interface SimilarityResult {
  readonly measures: readonly MeasureResult[];
  /** Of `agreement`, 0 to 100. */
  readonly agreement_pct: number | null;
  readonly agreement: Share & { readonly definition: string };
  /** All measures together. */
  readonly histogram: readonly number[];
  /** Of the pairs whose original answered; they sum to `agreement.n`. */
  readonly buckets: Readonly<Record<Bucket, Share>>;
  /** Pairs in no bucket: the original failed or could not be read, or the pair was cut off. */
  readonly not_compared: number;
}

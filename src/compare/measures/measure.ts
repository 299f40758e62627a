import type { Answer } from "../../core/answer/answer.ts";
import type { Bucket, Thresholds } from "../bucket.ts";
import type { AnswerDifference } from "../difference.ts";

/** Two answers whose outcomes are of one class. */
export interface AnswerPair {
  readonly original: Answer;
  readonly replay: Answer;
  /** Cosine of the embeddings of both texts; null where there are none. */
  readonly cosine: number | null;
}

export interface Likeness {
  /** In [0, 1]; 1 where nothing differs that the measure sees. */
  readonly similarity: number;
  readonly differences: readonly AnswerDifference[];
  /** The nearest bucket that what it found allows. */
  readonly atMost: Bucket;
}

/** One way to say how alike two answers are. Equal answers give 1, both ways round give the same. */
export interface Measure {
  readonly name: string;
  readonly summary: string;
  /** Thresholds of its buckets, until better ones are known. */
  readonly thresholds: Thresholds;
  /** Whether thresholds depend on traffic and model, and are made from the noise floor where there is one. */
  readonly calibrates: boolean;
  /** Null where the pair is not of its kind. */
  compare(pair: AnswerPair): Likeness | null;
}

import type { Bucket } from "../../compare/bucket.ts";
import type { Target } from "../../core/target.ts";
import type { OrderMode, Protocol } from "../../judging/index.ts";
import type { CallingParts } from "../metered/calling-parts.ts";

/** A judge run, as it is asked for. */
export interface JudgeRequest {
  readonly experiment: string;
  readonly judge: Target;
  readonly protocol: Protocol;
  readonly criterion: string;
  /** Pairs; null = what the cap admits: at most 300 of a pairwise run, all of an equivalence run. */
  readonly n: number | null;
  /** USD that spent and reserved together never exceed. */
  readonly cap_usd: number;
  /** Only pairs of this bucket; null = all buckets. */
  readonly bucket: Bucket | null;
  readonly order: OrderMode;
  readonly margin: number;
  /** A judge that is a side of the experiment, or whose price is not known, all the same. */
  readonly force: boolean;
}

/** A judge that is asked for along with what it is to judge: it begins when that has come to its end, and gets what the cap has left then. */
export interface JudgeAsked {
  readonly judge: Target;
  readonly protocol: Protocol;
  readonly criterion: string;
}

export interface JudgeParts extends CallingParts {
  /** 16 random characters or more: what marks the material of a question. */
  readonly nonce: () => string;
}

/** USD unless told otherwise. */
export const DEFAULT_CAP_USD = 2;
/** Pairs of a pairwise run at most. */
export const MOST_PAIRS = 300;
export const DEFAULT_MARGIN = 0.05;
/** What P(worse) may be at most. */
export const WORSE_LIMIT = 0.1;

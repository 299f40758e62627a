import type { Bucket } from "../compare/bucket.ts";
import type { AnswerDifference } from "../compare/difference.ts";
import { thresholdsOf } from "./calibration.ts";
import { bucketOfComparison, comparePair } from "./compare-pair.ts";
import type { Pair, PairOutcome, PairSide } from "./pair.ts";
import type { MeasureResult, PairClass } from "./similarity-result.ts";

/** A pair as one reads it: both sides next to each other, how alike they are and where they differ. */
export interface PairView {
  readonly ordinal: number;
  readonly request_id: string;
  readonly created_at: number;
  readonly tags: readonly string[];
  readonly prompt: unknown;
  readonly original: PairSide;
  readonly replay: PairSide;
  readonly control: PairSide | null;
  readonly class: PairClass;
  readonly measure: string | null;
  readonly similarity: number | null;
  /** Null where the original failed or cannot be read. */
  readonly bucket: Bucket | null;
  readonly differences: readonly AnswerDifference[];
  /** Replay less original; null where one is not known. */
  readonly cost_delta_usd: number | null;
  readonly latency_delta_ms: number | null;
  readonly truncated_by_us: boolean;
  readonly outcomes: Readonly<Record<string, PairOutcome>>;
}

/** The view of a stored pair under the thresholds of its experiment's result (`similarity.measures`). */
export function pairView(pair: Pair, measures: readonly Pick<MeasureResult, "measure" | "thresholds">[]): PairView {
  const { identical: _, atMost, ...compared } = comparePair(pair);
  const { original, replay } = pair;
  return {
    ordinal: pair.ordinal,
    request_id: pair.request_id,
    created_at: pair.created_at,
    tags: pair.tags,
    prompt: pair.prompt,
    original,
    replay,
    control: pair.control,
    ...compared,
    bucket: bucketOfComparison({ ...compared, atMost }, thresholdsOf(measures)),
    cost_delta_usd: less(replay.cost_usd, original.cost_usd),
    latency_delta_ms: less(replay.latency_ms, original.latency_ms),
    truncated_by_us: pair.truncated_by_us,
    outcomes: pair.outcomes,
  };
}

/** Least alike first: `hard` pairs, then rising similarity, then what was not compared; ties in hash order. */
export function byLikeness(a: PairView, b: PairView): number {
  return rank(a) - rank(b) || a.ordinal - b.ordinal;
}

function rank({ bucket, similarity }: PairView): number {
  if (bucket === null) return 3;
  return bucket === "hard" ? -1 : (similarity ?? 2);
}

function less(value: number | null, from: number | null): number | null {
  return value === null || from === null ? null : value - from;
}

import { BUCKETS, type Bucket } from "../compare/bucket.ts";
import { histogram } from "./calibration.ts";
import type { PairColumns } from "./columns.ts";
import { shareOf } from "./figures.ts";
import type { Share } from "./figure.ts";
import type { MeasureResult, SimilarityResult } from "./similarity-result.ts";

const AGREEMENT =
  "share of the pairs whose original answered in which the replay's similarity reaches the high threshold of its measure and nothing " +
  "that a measure misses (numbers, dates, negations, addresses, names of code) differs; pairs of another outcome class do not agree";

/** Agreement, buckets and histogram over all measures. */
export function similarityResult(
  columns: PairColumns,
  buckets: readonly (Bucket | null)[],
  measures: readonly MeasureResult[],
): SimilarityResult {
  const compared = buckets.flatMap((bucket, row) =>
    bucket === null ? [] : { bucket, cluster: columns.cluster[row] as number },
  );
  const clusters = compared.map(({ cluster }) => cluster);
  const share = (wanted: Bucket): Share =>
    shareOf(
      compared.map(({ bucket }) => bucket === wanted),
      clusters,
    );
  const shares = Object.fromEntries(BUCKETS.map((bucket) => [bucket, share(bucket)])) as Record<Bucket, Share>;
  return {
    measures,
    agreement_pct: shares.high.share === null ? null : 100 * shares.high.share,
    agreement: { ...shares.high, definition: AGREEMENT },
    histogram: histogram(columns.likeness.similarity.filter((value) => !Number.isNaN(value))),
    buckets: shares,
    not_compared: columns.interrupted + buckets.length - compared.length,
  };
}

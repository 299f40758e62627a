import { hashOrder } from "../stats/hash-order.ts";
import { floorThenNeyman } from "../stats/allocation.ts";
import type { Bucket } from "../compare/bucket.ts";
import type { JudgedPair } from "./judged-pair.ts";

/** Labels of a bucket at least: fewer say nothing of how the judge errs there. */
const LEAST_OF_A_BUCKET = 10;

/** Judged pairs for people to label: a random part of each bucket, ten at least, and as many as it is large. Every pair of a bucket has the same chance. */
export function proportionalSample(
  pairs: readonly JudgedPair[],
  buckets: readonly Bucket[],
  n: number,
  seed: string,
): readonly (JudgedPair & { readonly inclusion_prob: number })[] {
  const groups = buckets
    .map((bucket) => pairs.filter((pair) => pair.bucket === bucket))
    .filter((group) => group.length > 0);
  // Equal spreads: what is left after the floor goes by size.
  const strata = groups.map((group) => ({ weight: group.length / pairs.length, expected: 0.5, rows: group.length }));
  const counts = floorThenNeyman(strata, Math.min(n, pairs.length), LEAST_OF_A_BUCKET);
  return groups.flatMap((group, index) => {
    const count = counts[index] as number;
    const byId = new Map(group.map((pair) => [pair.request_id, pair]));
    return hashOrder([...byId.keys()], seed)
      .slice(0, count)
      .map((id) => ({ ...(byId.get(id) as JudgedPair), inclusion_prob: count / group.length }));
  });
}

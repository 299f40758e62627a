/** How far two answers are apart. `hard`: one side failed, refused, is empty or cut short and the other is not, so that there is no similarity. */
export const BUCKETS = ["high", "mild", "major", "hard"] as const;

export type Bucket = (typeof BUCKETS)[number];

/** The lowest similarity of bucket `high`, and of `mild`; what is below is `major`. */
export interface Thresholds {
  readonly high: number;
  readonly mild: number;
}

/** The bucket of a similarity; `atMost` is the nearest it may be, whatever the similarity. */
export function bucketOf(similarity: number, { high, mild }: Thresholds, atMost: Bucket = "high"): Bucket {
  const bucket = similarity >= high ? "high" : similarity >= mild ? "mild" : "major";
  return BUCKETS.indexOf(bucket) < BUCKETS.indexOf(atMost) ? atMost : bucket;
}

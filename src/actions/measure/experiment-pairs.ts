import { byLikeness, pairView, type Bucket, type PairView } from "../../experiments/index.ts";
import type { Store } from "../../store/control.ts";
import { keptResult, pairRecords } from "./experiment-result.ts";

export interface PairsAsked {
  readonly bucket: Bucket | null;
  /** Least alike first, not in hash order. */
  readonly lowest: boolean;
  /** One request's pair, by its id; null = all. */
  readonly request_id: string | null;
  readonly limit: number;
}

/** Pairs of an experiment as one reads them. Throws `experiment_unknown`. @param now ms since the epoch */
export function experimentPairs(store: Store, id: string, asked: PairsAsked, now: number): readonly PairView[] {
  const { measures } = keptResult(store, id, now).similarity;
  const views: PairView[] = [];
  for (const { result } of pairRecords(store, id)) {
    if ("interrupted" in result) continue;
    if (asked.request_id !== null && result.request_id !== asked.request_id) continue;
    const view = pairView(result, measures);
    if (asked.bucket !== null && view.bucket !== asked.bucket) continue;
    views.push(view);
    if (!asked.lowest && views.length >= asked.limit) break;
  }
  return (asked.lowest ? views.toSorted(byLikeness) : views).slice(0, asked.limit);
}

import { BUCKETS, type Bucket } from "../../compare/bucket.ts";
import { proportionalSample, type Material } from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import { countedPairs, materialOf } from "./judged-experiment.ts";
import { labelOrder } from "./human-labels.ts";
import { judgedPairsOf, judgeRun } from "./judge-result.ts";

/** A judged pair as people see it to label it: blind, like the judge. */
export interface PairToLabel {
  readonly experiment: string;
  readonly request_id: string;
  readonly bucket: Bucket;
  /** With which it was drawn from the judged pairs of its bucket. */
  readonly inclusion_prob: number;
  readonly request: unknown;
  readonly a: Material["original"];
  readonly b: Material["original"];
  /** To be filled in: "A", "B" or "tie". */
  readonly verdict: null;
  /** To be filled in: who labels. */
  readonly who: null;
}

/** Judged pairs to be labelled: of each bucket a random part of known size, at least two. Throws `judge_run_unknown`. */
export function pairsToLabel(store: Store, id: string, n: number): readonly PairToLabel[] {
  const { definition } = judgeRun(store, id);
  const { experiment, seed } = definition;
  const judged = judgedPairsOf(store, id).filter(({ verdict }) => verdict !== null && verdict !== "unjudged");
  const drawn = new Map<number, { readonly bucket: Bucket; readonly inclusion_prob: number }>();
  for (const { pair, bucket, inclusion_prob } of proportionalSample(judged, BUCKETS, n, `${seed}:label`)) {
    drawn.set(pair, { bucket, inclusion_prob });
  }
  const lines: PairToLabel[] = [];
  for (const pair of countedPairs(store, experiment)) {
    const chosen = drawn.get(pair.ordinal);
    const material = materialOf(pair);
    if (chosen === undefined || material === null) continue;
    const { request_id } = pair;
    const { request, original, replay } = material;
    const [a, b] = labelOrder(experiment, request_id) === "original_first" ? [original, replay] : [replay, original];
    lines.push({ experiment, request_id, ...chosen, request, a, b, verdict: null, who: null });
  }
  return lines;
}

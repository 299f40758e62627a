import { pairView, type ExperimentResult } from "../experiments/index.ts";
import type { JudgedPair, JudgeResult } from "../judging/index.ts";
import type { ReadPair } from "../report/read-pair.ts";
import type { Store } from "../store/control.ts";
import { judgedPairsOf, judgeResult } from "./judge/judge-result.ts";
import { judgeRunsOf } from "./judge/judge-runs.ts";
import { pairRecords } from "./measure/experiment-result.ts";

/** Judge runs of an experiment that said anything, newest first. @param now ms since the epoch */
export function judgesOf(store: Store, experiment: string, now: number): readonly JudgeResult[] {
  return judgeRunsOf(store, experiment, now)
    .filter(({ finished }) => finished > 0)
    .map(({ id }) => judgeResult(store, id, now));
}

/** Pairs that count, in hash order, with what judges said of them. */
export function* readPairs(
  store: Store,
  { id, similarity, frame }: ExperimentResult,
  judges: readonly JudgeResult[],
): Generator<ReadPair> {
  const said = judges.map((run) => ({
    run,
    pairs: new Map<number, JudgedPair>(judgedPairsOf(store, run.id).map((judged) => [judged.pair, judged])),
  }));
  for (const { ordinal, result } of pairRecords(store, id)) {
    // What lies behind a gap counts for nothing.
    if (ordinal >= frame.counted) return;
    if ("interrupted" in result) continue;
    const judgements = said.flatMap(({ run, pairs }) => {
      const judged = pairs.get(ordinal);
      return judged === undefined ? [] : [{ run, judged }];
    });
    yield { view: pairView(result, similarity.measures), judgements };
  }
}

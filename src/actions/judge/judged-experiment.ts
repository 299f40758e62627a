import { BUCKETS, type Bucket } from "../../compare/bucket.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { OperatorError } from "../../core/errors.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import type { Target } from "../../core/target.ts";
import { pairView, type Pair } from "../../experiments/index.ts";
import {
  CANARY_WORDS,
  countBuckets,
  sameAnswer,
  shownAnswer,
  wordsOf,
  type Judgeable,
  type Material,
} from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import { keptResult, measuredRun, pairRecords } from "../measure/experiment-result.ts";
import { runState } from "../metered/run-state.ts";

/** What of an experiment can be judged. */
export interface JudgedExperiment {
  readonly id: string;
  readonly seed: string;
  /** Replayable rows of the window. */
  readonly window_rows: number;
  /** Pairs of the finished prefix whose original answered, without their bodies. */
  readonly pairs: readonly Judgeable[];
  readonly sizes: Readonly<Record<Bucket, number>>;
  /** Targets that answered, of each side. */
  readonly originals: readonly Target[];
  readonly replays: readonly Target[];
}

/** Ends after which no pair comes any more. */
const ENDED: ReadonlySet<string> = new Set(["completed", "cap_reached", "stopped_early"]);

/** Opens an experiment to be judged. Throws `experiment_unknown`; `judge_refused` where it has not come to its end, or no pair can be judged. @param now ms since the epoch */
export function openJudged(store: Store, id: string, now: number): JudgedExperiment {
  const { definition } = measuredRun(store, id);
  const { state } = runState(store.control.runs, id, now);
  if (!ENDED.has(state)) {
    throw new OperatorError(
      "judge_refused",
      `experiment ${id} is ${state.replaceAll("_", " ")}: pairs may still come`,
      {
        hint: `A judge sees the pairs of an experiment that has come to its end: understudy experiment resume ${id}.`,
      },
    );
  }
  const { measures } = keptResult(store, id, now).similarity;
  const pairs: Judgeable[] = [];
  const [originals, replays] = [new Set<Target>(), new Set<Target>()];
  for (const pair of countedPairs(store, id)) {
    const { bucket } = pairView(pair, measures);
    if (bucket === null || materialOf(pair) === null) continue;
    if (pair.original.target !== null) originals.add(pair.original.target);
    if (pair.replay.target !== null) replays.add(pair.replay.target);
    pairs.push(judgeable(pair, bucket));
  }
  if (pairs.length === 0) {
    throw new OperatorError(
      "judge_refused",
      `experiment ${id} has no pair whose original answered: there is nothing to judge`,
    );
  }
  return {
    id,
    seed: definition.experiment.seed,
    window_rows: definition.experiment.frame.replayable,
    pairs,
    sizes: countBuckets(pairs),
    originals: [...originals],
    replays: [...replays],
  };
}

/** Pairs of the finished prefix; those cut off are left out. */
export function* countedPairs(store: Store, id: string): Generator<Pair> {
  let next = 0;
  for (const { ordinal, result } of pairRecords(store, id)) {
    if (ordinal !== next) return;
    next += 1;
    if (!("interrupted" in result)) yield result;
  }
}

/** What a judge is shown of a pair; null where an answer did not fail and its body is not there. A replay that failed has nothing to show. */
export function materialOf({ prompt, original, replay }: Pair): Material | null {
  if (original.answer === null || (replay.answer === null && replay.failure === null)) return null;
  const shown = replay.answer === null || replay.failure !== null ? { text: null } : shownAnswer(replay.answer);
  return { request: prompt, original: shownAnswer(original.answer), replay: shown };
}

function judgeable(pair: Pair, bucket: Bucket): Judgeable {
  const { original, replay } = materialOf(pair) as Material;
  const failed = pair.replay.failure !== null;
  return {
    pair: pair.ordinal,
    request_id: pair.request_id,
    bucket,
    cluster: pair.cluster,
    rule: failed ? "replay_failed" : sameAnswer(original, replay) ? "identical" : null,
    answer: sha256Hex(canonicalJson(original)),
    wordy: wordsOf(original).length >= CANARY_WORDS,
  };
}

/** Checks that a bucket is there. Throws `judge_refused`. */
export function requireBucket({ id, sizes }: JudgedExperiment, bucket: Bucket): void {
  if (sizes[bucket] > 0) return;
  const there = BUCKETS.filter((name) => sizes[name] > 0).map((name) => `${name} (${sizes[name]})`);
  throw new OperatorError("judge_refused", `experiment ${id} has no pair in bucket ${bucket}`, {
    field: "bucket",
    hint: `There are pairs in ${there.join(", ")}.`,
  });
}

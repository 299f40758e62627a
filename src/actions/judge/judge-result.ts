import type { Bucket } from "../../compare/bucket.ts";
import { OperatorError } from "../../core/errors.ts";
import {
  pairsOf,
  summariseJudging,
  type InterruptedUnit,
  type JudgeDefinition,
  type Judged,
  type JudgedPair,
  type JudgeResult,
  type JudgeUnit,
  type UnitOutcome,
} from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import type { StoredRun } from "../../store/runs.ts";
import { runState } from "../metered/run-state.ts";
import { labelsOf } from "./human-labels.ts";
import { judgeUnitData } from "./judge-units.ts";

/** A judge run as it was asked. Throws `judge_run_unknown`. */
export function judgeRun(
  { control }: Pick<Store, "control">,
  id: string,
): { readonly run: StoredRun; readonly definition: JudgeDefinition } {
  const run = control.runs.run(id);
  if (run === null || run.kind !== "judge") {
    throw new OperatorError("judge_run_unknown", `there is no judge run ${JSON.stringify(id)}`);
  }
  return { run, definition: run.definition as JudgeDefinition };
}

const BATCH = 1_000;

function isOutcome(result: unknown): result is UnitOutcome | InterruptedUnit {
  return typeof result === "object" && result !== null && ("tries" in result || "interrupted" in result);
}

/** Units of a run, and what came of them. Units of an erased user are gone, with all they say; the others keep their order. */
function judgedOf({ control }: Pick<Store, "control">, id: string): Omit<Judged, "labels"> {
  const units: JudgeUnit[] = [];
  const places = new Map<number, number>();
  for (let from = 0; ; from += BATCH) {
    const batch = control.runs.units(id, from, BATCH);
    for (const { ordinal, data } of batch) {
      const stored = judgeUnitData(data);
      if (stored === null) continue;
      places.set(ordinal, units.length);
      units.push(stored.unit);
    }
    if (batch.length < BATCH) break;
  }
  const outcomes = new Map<number, UnitOutcome | InterruptedUnit>();
  for (const { ordinal, result } of control.runs.results(id)) {
    const place = places.get(ordinal);
    if (place !== undefined && isOutcome(result)) outcomes.set(place, result);
  }
  return { units, outcomes };
}

/** The result of what has come so far; calls nobody. Throws `judge_run_unknown`. @param now ms since the epoch */
export function judgeResult(store: Store, id: string, now: number): JudgeResult {
  const { run, definition } = judgeRun(store, id);
  const { state, reason } = runState(store.control.runs, id, now);
  const { spent_usd, reserved_usd, calls } = store.control.runs.ledger(id);
  return summariseJudging(
    definition,
    { ...judgedOf(store, id), labels: labelsOf(store.traffic, definition.experiment) },
    { state, reason, spend: { cap_usd: run.cap_usd, spent_usd, reserved_usd, calls } },
  );
}

/** Which pairs to show; what is not given matters not. */
export interface VerdictsAsked {
  readonly bucket?: Bucket | undefined;
  readonly verdict?: NonNullable<JudgedPair["verdict"]> | undefined;
}

/** The pairs of a run with their verdicts, in the order they were judged in. Throws `judge_run_unknown`. */
export function judgedPairsOf(
  store: Pick<Store, "control">,
  id: string,
  { bucket, verdict }: VerdictsAsked = {},
): readonly JudgedPair[] {
  judgeRun(store, id);
  return pairsOf(judgedOf(store, id)).filter((pair) => {
    const said = pair.verdict ?? (pair.score === null ? "unjudged" : null);
    return (bucket === undefined || pair.bucket === bucket) && (verdict === undefined || said === verdict);
  });
}

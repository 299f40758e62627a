import type { Bucket } from "../../compare/bucket.ts";
import { OperatorError } from "../../core/errors.ts";
import {
  pairsOf,
  summariseJudging,
  worstFirst,
  type InterruptedUnit,
  type JudgeDefinition,
  type Judged,
  type JudgedPair,
  type JudgeResult,
  type JudgeUnit,
  type StoredOutcome,
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

function isStored(result: unknown): result is StoredOutcome {
  return typeof result === "object" && result !== null && "unit" in result;
}

function isInterrupted(result: unknown): result is InterruptedUnit {
  return typeof result === "object" && result !== null && "interrupted" in result;
}

/** Units before the first gap, and what came of them: those after it count for nothing. Units of an erased user are gone, with all they say. */
function judgedOf({ control }: Pick<Store, "control">, id: string): Omit<Judged, "labels"> {
  const units: JudgeUnit[] = [];
  const outcomes = new Map<number, UnitOutcome | InterruptedUnit>();
  let next = 0;
  for (const { ordinal, result } of control.runs.results(id)) {
    if (ordinal !== next++) break;
    if (isStored(result)) {
      outcomes.set(units.length, result);
      units.push(result.unit);
    } else if (isInterrupted(result)) {
      const unit = judgeUnitData(control.runs.units(id, ordinal, 1)[0]?.data)?.unit;
      if (unit === undefined) continue;
      outcomes.set(units.length, result);
      units.push(unit);
    }
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
  /** One request's pair, by its id. */
  readonly request_id?: string | undefined;
  /** The worst first. */
  readonly lowest?: boolean;
}

/** The pairs of a run with their verdicts, in the order they were judged in unless the worst are asked for first. Throws `judge_run_unknown`. */
export function judgedPairsOf(
  store: Pick<Store, "control">,
  id: string,
  { bucket, verdict, request_id, lowest = false }: VerdictsAsked = {},
): readonly JudgedPair[] {
  judgeRun(store, id);
  const pairs = pairsOf(judgedOf(store, id)).filter((pair) => {
    const said = pair.verdict ?? (pair.score === null ? "unjudged" : null);
    return (
      (bucket === undefined || pair.bucket === bucket) &&
      (verdict === undefined || said === verdict) &&
      (request_id === undefined || pair.request_id === request_id)
    );
  });
  return lowest ? pairs.toSorted(worstFirst) : pairs;
}

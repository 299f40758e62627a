import type { JudgeDefinition } from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import type { RunState } from "../metered/run-events.ts";
import { runState } from "../metered/run-state.ts";

/** A judge run in a list. */
export interface JudgeRunLine extends Pick<
  JudgeDefinition,
  "id" | "experiment" | "judge" | "protocol" | "rubric" | "bucket"
> {
  readonly created_at: number;
  readonly state: RunState;
  readonly units: number;
  readonly finished: number;
  readonly spent_usd: number;
  readonly cap_usd: number;
}

const MOST = 100;

/** Judge runs of an experiment, or (null) of all; newest first. @param now ms since the epoch */
export function judgeRunsOf(
  { control }: Pick<Store, "control">,
  experiment: string | null,
  now: number,
): readonly JudgeRunLine[] {
  const filter = { kind: "judge" as const, ...(experiment === null ? {} : { parent: experiment }) };
  return control.runs.runs(filter, MOST).map(({ id, created_at, cap_usd, definition }) => {
    const { state, units, finished, spent_usd } = runState(control.runs, id, now);
    const { experiment, judge, protocol, rubric, bucket } = definition as JudgeDefinition;
    return { id, experiment, judge, protocol, rubric, bucket, created_at, state, units, finished, spent_usd, cap_usd };
  });
}

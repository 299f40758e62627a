import type { Signal } from "../../core/send.ts";
import type { JudgeResult } from "../../judging/index.ts";
import type { RunLease } from "../../store/runs.ts";
import { audit } from "../audited.ts";
import { runMetered, type RunProgress } from "../metered/run-metered.ts";
import { FINAL } from "../metered/run-events.ts";
import { runState } from "../metered/run-state.ts";
import type { JudgeParts } from "./judge-request.ts";
import { judgeResult, judgeRun } from "./judge-result.ts";
import { checkTarget } from "./judge-target.ts";
import { judgeWork } from "./judge-work.ts";
import { stopUnheard } from "./stop-unheard.ts";
import type { PreparedJudging } from "./prepare-judging.ts";

export interface RunJudgingOptions {
  /** Calls at a time, at most 64. */
  readonly concurrency: number;
  readonly signal: Signal;
  readonly onProgress: (progress: RunProgress) => void;
  /** A worker that may be dead holds the run: it is waited for. */
  readonly onWait: (holder: RunLease) => void;
}

/** Stores the questions. None of it changes afterwards; nothing is sent yet. */
export function createJudging(
  parts: Pick<JudgeParts, "store" | "now" | "newId" | "actor">,
  { definition, preview, units }: PreparedJudging,
): void {
  const { store, actor, now } = parts;
  const { id, experiment: parent } = definition;
  const { cap_usd } = preview;
  store.control.runs.putRun({ id, kind: "judge", parent, created_at: now(), actor, cap_usd, definition }, units);
  const { judge, rubric } = definition;
  audit({ ...parts, control: store.control }, "judge.create", {
    judge_run: id,
    experiment: parent,
    judge,
    rubric: rubric.id,
    cap_usd,
  });
}

/** Works on a judge run until it has come to its end, begun or gone on with. Throws `judge_run_unknown`, `run_busy`. */
export async function runJudging(parts: JudgeParts, id: string, options: RunJudgingOptions): Promise<JudgeResult> {
  const { store, spine, now, newId, actor } = parts;
  const { definition } = judgeRun(store, id);
  // What cannot be asked now would be unjudged for ever.
  if (!FINAL.includes(runState(store.control.runs, id, now()).state))
    checkTarget(spine, definition.judge, definition.unpriced);
  const work = judgeWork(parts, definition);
  await runMetered({ runs: store.control.runs, runtime: spine.parts.runtime, now, newId, name: actor }, id, work, {
    ...options,
    stop: stopUnheard(),
  });
  return judgeResult(store, id, now());
}

/** Asks whoever works on a judge run to stop; calls under way are waited for. What has ended stays as it ended. Throws `judge_run_unknown`. */
export function cancelJudging(parts: Pick<JudgeParts, "store" | "now" | "newId" | "actor">, id: string): RunProgress {
  const { control } = parts.store;
  judgeRun(parts.store, id);
  const { state } = runState(control.runs, id, parts.now());
  if (state === "running" || state === "interrupted") {
    control.runs.addEvent(id, { at: parts.now(), kind: "cancel", details: { reason: `cancelled by ${parts.actor}` } });
    audit({ ...parts, control }, "judge.cancel", { judge_run: id });
  }
  return runState(control.runs, id, parts.now());
}

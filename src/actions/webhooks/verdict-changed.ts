import type { JudgeDefinition } from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import type { EndedRun, StoredEvent } from "../../store/webhooks.ts";
import { judgeResult } from "../judge/judge-result.ts";
import type { MeasuredDefinition } from "../measure/prepare.ts";

const LOOKED_BACK = 100;

/** What a judge run is about: its criterion, the candidate, and the rows it was asked on. */
function subjectOf(
  { control }: Pick<Store, "control">,
  { experiment, rubric, bucket }: JudgeDefinition,
): string | null {
  const run = control.runs.run(experiment);
  if (run === null) return null;
  const { asked } = (run.definition as MeasuredDefinition).experiment;
  const { filter = null } = (control.experiment(experiment)?.request ?? {}) as { readonly filter?: unknown };
  return JSON.stringify([rubric.id, bucket, asked.kind, asked.name, filter]);
}

/** `verdict_change` of a judge run that decides something else than the last one on the same candidate, rows and criterion. */
export function verdictChanged(store: Store, { run: id, kind, at, number }: EndedRun): readonly StoredEvent[] {
  if (kind !== "judge") return [];
  const decided = decisionOf(store, id, at);
  if (decided === null) return [];
  const { definition, decision } = decided;
  const subject = subjectOf(store, definition);
  if (subject === null) return [];
  const created = store.control.runs.run(id)?.created_at ?? at;
  for (const earlier of store.control.runs.runs({ kind: "judge" }, LOOKED_BACK)) {
    if (earlier.id === id || earlier.created_at > created) continue;
    if (subjectOf(store, earlier.definition as JudgeDefinition) !== subject) continue;
    const before = decisionOf(store, earlier.id, at);
    if (before === null) continue;
    if (before.decision === decision) return [];
    const { experiment, judge, rubric } = definition;
    const data = {
      judge_run: id,
      experiment,
      judge,
      criterion: rubric.criterion,
      decision,
      before: { judge_run: earlier.id, experiment: before.definition.experiment, decision: before.decision },
    };
    return [{ id: `evt_${id}_verdict_${number}`, type: "verdict_change", at, data }];
  }
  return [];
}

/** Null where a run decides nothing: scores, and runs that have not come to their end. */
function decisionOf(
  store: Store,
  id: string,
  now: number,
): { readonly definition: JudgeDefinition; readonly decision: string } | null {
  const result = judgeResult(store, id, now);
  const { state } = result.run;
  if (result.protocol !== "pairwise" || (state !== "completed" && state !== "cap_reached")) return null;
  return { definition: result.definition, decision: result.decision.decision };
}

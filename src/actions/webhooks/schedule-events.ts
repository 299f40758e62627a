import type { Control } from "../../store/control.ts";
import type { ScheduleRun } from "../../store/schedules.ts";
import type { StoredEvent } from "../../store/webhooks.ts";

const LOOKED_BACK = 100;

/** What a scheduled run that ended tells: that it failed, or that its decision is another than the last one's. */
export function scheduleEvents({ schedules }: Pick<Control, "schedules">, run: ScheduleRun): readonly StoredEvent[] {
  const { schedule, result, message, decision } = run;
  const at = run.ended_at ?? run.due_at;
  if (run.state === "failed")
    return [
      { id: `evt_${run.id}_failed`, type: "schedule_failed", at, data: { schedule, experiment: result, message } },
    ];
  if (run.state !== "done" || decision === null) return [];
  // Whoever keeps a shadow run tells of its verdict.
  if (result?.startsWith("shr_") === true) return [];
  const before = schedules
    .scheduleRuns({ schedule, state: "done" }, LOOKED_BACK)
    .find((one) => one.id !== run.id && one.decision !== null);
  if (before === undefined || before.decision === decision) return [];
  const data = {
    schedule,
    experiment: result,
    decision,
    before: { experiment: before.result, decision: before.decision },
  };
  return [{ id: `evt_${run.id}_verdict`, type: "verdict_change", at, data }];
}

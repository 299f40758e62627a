import type { Control } from "../../store/control.ts";
import type { ScheduleRun, ScheduleRunEnd, StoredSchedule } from "../../store/schedules.ts";
import { endOf, type CommandEnd } from "./command-end.ts";

export interface RunScheduleParts {
  readonly control: Control;
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** Runs a command line of understudy with --json. Rejects only where it cannot be started. */
  readonly runCommand: (schedule: Pick<StoredSchedule, "command" | "folder">) => Promise<CommandEnd>;
  /** Calls back every so often until what it returns is called. */
  readonly every: (ms: number, then: () => void) => () => void;
}

/** Whoever runs a command says so this often; three times as long without word, and it counts as gone. */
const ALIVE_EVERY_MS = 20_000;
const ALIVE_MS = 3 * ALIVE_EVERY_MS;

/** Runs a schedule's command now, and keeps what came of it. */
export async function runSchedule(
  { control, now, newId, runCommand, every }: RunScheduleParts,
  schedule: StoredSchedule,
  trigger: ScheduleRun["trigger"],
  due: number,
): Promise<ScheduleRun> {
  const { schedules } = control;
  const run: ScheduleRun = {
    id: newId(),
    schedule: schedule.name,
    trigger,
    due_at: due,
    times: 1,
    started_at: now(),
    ended_at: null,
    state: "running",
    result: null,
    decision: null,
    message: null,
  };
  schedules.addScheduleRun(run, now() + ALIVE_MS);
  const stop = every(ALIVE_EVERY_MS, () => schedules.keepAlive(run.id, now() + ALIVE_MS));
  let end: Omit<ScheduleRunEnd, "ended_at">;
  try {
    end = endOf(await runCommand(schedule));
  } catch (error) {
    end = { state: "failed", result: null, decision: null, message: (error as Error).message };
  } finally {
    stop();
  }
  const ended = { ...end, ended_at: now() };
  schedules.endScheduleRun(run.id, ended);
  return { ...run, ...ended };
}

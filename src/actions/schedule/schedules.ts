import { OperatorError } from "../../core/errors.ts";
import type { ScheduleRun, StoredSchedule } from "../../store/schedules.ts";
import { audit, type ControlParts } from "../audited.ts";
import { checkName } from "../checked-name.ts";
import { cronTimes } from "./cron-times.ts";

export { SCHEDULE_RUN_STATES } from "../../store/schedules.ts";

/** Commands that may be scheduled. */
const SCHEDULED: readonly string[] = ["experiment", "simulate", "shadow"];

export interface NewSchedule {
  /** Null = after its command. */
  readonly name: string | null;
  readonly cron: string;
  readonly timezone: string;
  readonly command: readonly string[];
  /** See StoredSchedule. */
  readonly folder: string | null;
}

export interface ScheduleParts extends ControlParts {
  /** Throws `usage` where the command line does not know the command or its flags. */
  readonly checkCommand: (command: readonly string[]) => Promise<void>;
}

/** Keeps a schedule; a running gateway follows it. Throws `schedule_invalid`, `schedule_exists` and `usage`. */
export async function addSchedule(parts: ScheduleParts, asked: NewSchedule): Promise<StoredSchedule> {
  const { control, now, actor } = parts;
  const [word] = asked.command;
  if (word === undefined || !SCHEDULED.includes(word))
    throw new OperatorError(
      "schedule_invalid",
      `${word === undefined ? "nothing" : JSON.stringify(word)} cannot be scheduled`,
      {
        field: "command",
        hint: `Expected one of: ${SCHEDULED.join(", ")}, with its flags.`,
      },
    );
  const next = cronTimes(asked.cron, asked.timezone).next(now());
  if (next === null)
    throw new OperatorError("schedule_invalid", `${JSON.stringify(asked.cron)} never comes`, { field: "cron" });
  await parts.checkCommand(asked.command);
  const name = asked.name === null ? freeName(parts, word) : checked(asked.name);
  const { cron, timezone, command, folder } = asked;
  const schedule = { name, cron, timezone, command, folder, created_at: now(), actor, next_at: next };
  if (!control.schedules.addSchedule(schedule))
    throw new OperatorError("schedule_exists", `there is a schedule ${JSON.stringify(name)} already`, {
      field: "name",
    });
  // Not the whole command: it may name an end user, and nothing is ever erased from the audit log.
  audit(parts, "schedule.add", { name, cron, timezone, command: word });
  return schedule;
}

function checked(name: string): string {
  checkName(name, "schedule");
  return name;
}

function freeName({ control }: ScheduleParts, word: string): string {
  let number = 1;
  while (control.schedules.schedule(`${word}-${number}`) !== null) number++;
  return `${word}-${number}`;
}

/** Forgets a schedule; what came of it stays. Throws `schedule_unknown`. */
export function removeSchedule(parts: ControlParts, name: string): StoredSchedule {
  const schedule = findSchedule(parts, name);
  parts.control.schedules.removeSchedule(name);
  audit(parts, "schedule.remove", { name });
  return schedule;
}

/** Throws `schedule_unknown`. */
export function findSchedule({ control }: Pick<ControlParts, "control">, name: string): StoredSchedule {
  const schedule = control.schedules.schedule(name);
  if (schedule === null) throw new OperatorError("schedule_unknown", `there is no schedule ${JSON.stringify(name)}`);
  return schedule;
}

/** A schedule and its last runs, newest first. */
export interface ScheduleLine extends StoredSchedule {
  readonly runs: readonly ScheduleRun[];
}

/** All schedules with their last runs. */
export function listSchedules({ control }: Pick<ControlParts, "control">, runs: number): readonly ScheduleLine[] {
  return control.schedules
    .schedules()
    .map((schedule) => ({ ...schedule, runs: control.schedules.scheduleRuns({ schedule: schedule.name }, runs) }));
}

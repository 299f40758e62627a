import type { Control } from "../../store/control.ts";
import type { StoredSchedule } from "../../store/schedules.ts";
import { cronTimes } from "./cron-times.ts";

/** What is due later than this is not made up for: it was missed. */
const LATE_MS = 60_000;
/** Missed times that are counted; more are as good as these. */
const MOST_COUNTED = 10_000;

export interface DueParts {
  readonly control: Control;
  /** A UUIDv7. */
  readonly newId: () => string;
}

/** A schedule whose time has come. */
export interface Due {
  readonly schedule: StoredSchedule;
  readonly at: number;
}

/**
 * Schedules to run now; whoever else looks does not get them. A time that passed while nobody looked, or while the run before was
 * still going on, is noted as missed, together with its like: it is not made up for.
 */
export function takeDue({ control, newId }: DueParts, now: number): readonly Due[] {
  const { schedules } = control;
  return schedules.schedules().flatMap((schedule) => {
    const { name, next_at: first } = schedule;
    if (first === null || first > now) return [];
    const times = cronTimes(schedule.cron, schedule.timezone);
    let last = first;
    let count = 1;
    let next = times.next(first);
    while (next !== null && next <= now && count < MOST_COUNTED) {
      last = next;
      count++;
      next = times.next(next);
    }
    if (next !== null && next <= now)
      for (next = times.next(now - LATE_MS - 1); next !== null && next <= now; next = times.next(next)) last = next;
    if (!schedules.advance(name, first, next)) return [];
    const miss = (times_: number, message: string, due_at: number): void =>
      schedules.addScheduleRun(
        {
          id: newId(),
          schedule: name,
          trigger: "time",
          due_at,
          times: times_,
          started_at: null,
          ended_at: now,
          state: "missed",
          result: null,
          decision: null,
          message,
        },
        null,
      );
    const late = now - last > LATE_MS;
    const missed = late ? count : count - 1;
    if (missed > 0) miss(missed, "no gateway was running at that time", first);
    if (late) return [];
    if (schedules.scheduleRuns({ schedule: name, state: "running" }, 1).length > 0) {
      miss(1, "the run before was still going on", last);
      return [];
    }
    return [{ schedule, at: last }];
  });
}

import { Cron } from "croner";
import { OperatorError } from "../../core/errors.ts";

const HINT =
  'Five fields: minute, hour, day of month, month, day of week; "0 6 * * 1" is Mondays at 6, @daily every midnight.';

/** The times of a cron line in a time zone, daylight saving included. Throws `schedule_invalid`. */
export interface CronTimes {
  /** The first one after an instant; null = never again. Both in ms since the epoch. */
  next(after: number): number | null;
}

export function cronTimes(cron: string, timezone: string): CronTimes {
  let lines: Cron;
  try {
    Intl.DateTimeFormat("en-US", { timeZone: timezone });
  } catch {
    throw new OperatorError("schedule_invalid", `there is no time zone ${JSON.stringify(timezone)}`, {
      field: "timezone",
      hint: "Expected a name of the IANA database, such as Europe/Berlin; UTC where none is given.",
    });
  }
  try {
    lines = new Cron(cron, { timezone, mode: "5-part", paused: true });
  } catch (error) {
    const why = (error as Error).message.replace(/^Cron\w+: /u, "");
    throw new OperatorError("schedule_invalid", `${JSON.stringify(cron)} is no cron line: ${why}`, {
      field: "cron",
      hint: HINT,
    });
  }
  return { next: (after) => lines.nextRun(new Date(after))?.getTime() ?? null };
}

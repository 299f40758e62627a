/** A command that is to be run at the times of a cron line. */
export interface StoredSchedule {
  readonly name: string;
  /** Five fields, or a nickname such as `@daily`. */
  readonly cron: string;
  /** IANA. */
  readonly timezone: string;
  /** As typed, from the command's name on. */
  readonly command: readonly string[];
  /** Where it was typed: files it names are looked for from there; null = where the gateway runs. */
  readonly folder: string | null;
  /** ms since the epoch. */
  readonly created_at: number;
  /** Name of the key that asked, or `cli`. */
  readonly actor: string;
  /** When it is due next, ms since the epoch; null = never again. */
  readonly next_at: number | null;
}

export const SCHEDULE_RUN_STATES = ["running", "done", "failed", "interrupted", "missed"] as const;
export type ScheduleRunState = (typeof SCHEDULE_RUN_STATES)[number];

/** One time at which a schedule was due, or was run by hand. */
export interface ScheduleRun {
  /** A UUIDv7. */
  readonly id: string;
  readonly schedule: string;
  readonly trigger: "time" | "hand";
  /** ms since the epoch; the first of them where it stands for several. */
  readonly due_at: number;
  /** Due times it stands for: more than 1 only where they were missed. */
  readonly times: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly state: ScheduleRunState;
  /** The experiment that came of it, `sim_...`; null where none did. */
  readonly result: string | null;
  /** What it decided, in the experiment's own word; null where it decides nothing. */
  readonly decision: string | null;
  /** Why it failed or was missed. */
  readonly message: string | null;
}

/** How a run of a schedule ended. */
export type ScheduleRunEnd = Pick<ScheduleRun, "state" | "result" | "decision" | "message"> & {
  readonly ended_at: number;
};

/** Schedules and what came of them. */
export interface Schedules {
  /** False where the name is taken. */
  addSchedule(schedule: StoredSchedule): boolean;
  /** Its runs stay. False where there is none. */
  removeSchedule(name: string): boolean;
  schedule(name: string): StoredSchedule | null;
  /** By name. */
  schedules(): readonly StoredSchedule[];
  /** Moves on when it is due, if it still is due at `from`: of several gateways, one gets true. */
  advance(name: string, from: number, to: number | null): boolean;

  /** A run, `alive` until an instant where it is running: whoever runs it renews that. */
  addScheduleRun(run: ScheduleRun, alive: number | null): void;
  keepAlive(id: string, until: number): void;
  /** False where it is not running any more. */
  endScheduleRun(id: string, end: ScheduleRunEnd): boolean;
  /** Ends those running that nobody renewed until `now`, as interrupted, and returns them. */
  endLost(now: number): readonly ScheduleRun[];
  /** Newest first. */
  scheduleRuns(
    filter: { readonly schedule?: string; readonly state?: ScheduleRunState },
    limit: number,
  ): readonly ScheduleRun[];
}

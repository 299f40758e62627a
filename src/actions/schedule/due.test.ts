import { beforeEach, describe, expect, it } from "vitest";
import type { Control } from "../../store/control.ts";
import type { StoredSchedule } from "../../store/schedules.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { takeDue } from "./due.ts";

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 3, 13, 6);
const HOURLY: StoredSchedule = {
  name: "hourly",
  cron: "0 * * * *",
  timezone: "UTC",
  command: ["simulate"],
  folder: null,
  created_at: 0,
  actor: "cli",
  next_at: FIRST,
};

let control: Control;
let made = 0;
const take = (now: number) => takeDue({ control, newId: () => `id-${made++}` }, now);

beforeEach(() => {
  ({ control } = temporaryStore());
  control.schedules.addSchedule(HOURLY);
});

describe("takeDue", () => {
  it("gives a schedule out once, when its time has come", () => {
    expect(take(FIRST - 1)).toEqual([]);
    expect(take(FIRST + 500)).toEqual([{ schedule: HOURLY, at: FIRST }]);
    expect(take(FIRST + 500)).toEqual([]);
    expect(control.schedules.schedule("hourly")?.next_at).toBe(FIRST + HOUR);
    expect(control.schedules.scheduleRuns({}, 9)).toEqual([]);
  });

  it("notes what was missed as one, and does not make up for it", () => {
    expect(take(FIRST + 5 * HOUR + 120_000)).toEqual([]);
    expect(control.schedules.scheduleRuns({}, 9)).toMatchObject([
      { state: "missed", due_at: FIRST, times: 6, message: "no gateway was running at that time" },
    ]);
    expect(control.schedules.schedule("hourly")?.next_at).toBe(FIRST + 6 * HOUR);
  });

  it("runs the last of several where that is not late, and notes the rest", () => {
    expect(take(FIRST + 2 * HOUR + 30_000)).toMatchObject([{ at: FIRST + 2 * HOUR }]);
    expect(control.schedules.scheduleRuns({}, 9)).toMatchObject([{ state: "missed", due_at: FIRST, times: 2 }]);
  });

  it("does not begin a second time while the first is going on", () => {
    const running = { id: "r", schedule: "hourly", trigger: "time", due_at: 0, times: 1, started_at: 0 } as const;
    control.schedules.addScheduleRun(
      { ...running, ended_at: null, state: "running", result: null, decision: null, message: null },
      FIRST + HOUR,
    );
    expect(take(FIRST)).toEqual([]);
    expect(control.schedules.scheduleRuns({ state: "missed" }, 9)).toMatchObject([
      { due_at: FIRST, times: 1, message: "the run before was still going on" },
    ]);
  });

  it("comes to an end after years", () => {
    control.schedules.addSchedule({ ...HOURLY, name: "often", cron: "* * * * *" });
    expect(take(FIRST + 30_000 * HOUR + 1)).toMatchObject([{ at: FIRST + 30_000 * HOUR }, {}]);
    expect(control.schedules.schedule("often")?.next_at).toBe(FIRST + 30_000 * HOUR + 60_000);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control } from "./control.ts";
import type { ScheduleRun, Schedules, StoredSchedule } from "./schedules.ts";

const WEEKLY: StoredSchedule = {
  name: "weekly",
  cron: "0 6 * * 1",
  timezone: "Europe/Berlin",
  command: ["simulate", "--policy", "käse.yaml"],
  folder: "/home/me",
  created_at: 10,
  actor: "cli",
  next_at: 1_000,
};

const RUN: ScheduleRun = {
  id: "run-1",
  schedule: "weekly",
  trigger: "time",
  due_at: 1_000,
  times: 1,
  started_at: 1_001,
  ended_at: null,
  state: "running",
  result: null,
  decision: null,
  message: null,
};

/** What every implementation of `Schedules` must do. */
export function describeSchedules(name: string, open: () => Opened<Control>): void {
  describe(`${name}: schedules`, () => {
    let opened: Opened<Control>;
    let schedules: Schedules;
    beforeEach(() => {
      opened = open();
      ({ schedules } = opened.store);
    });
    afterEach(() => opened.dispose());

    test("keeps schedules under their names, until they are removed", () => {
      expect(schedules.addSchedule(WEEKLY)).toBe(true);
      expect(schedules.addSchedule({ ...WEEKLY, cron: "@daily" })).toBe(false);
      expect(schedules.addSchedule({ ...WEEKLY, name: "daily", next_at: null })).toBe(true);
      ({ schedules } = opened.reopen());
      expect(schedules.schedule("weekly")).toEqual(WEEKLY);
      expect(schedules.schedules().map((one) => one.name)).toEqual(["daily", "weekly"]);
      expect(schedules.removeSchedule("weekly")).toBe(true);
      expect(schedules.removeSchedule("weekly")).toBe(false);
      expect(schedules.schedule("weekly")).toBeNull();
    });

    test("lets one of several move a due time on", () => {
      schedules.addSchedule(WEEKLY);
      expect(schedules.advance("weekly", 1_000, 2_000)).toBe(true);
      expect(schedules.advance("weekly", 1_000, 2_000)).toBe(false);
      expect(schedules.advance("weekly", 2_000, null)).toBe(true);
      expect(schedules.schedule("weekly")?.next_at).toBeNull();
    });

    test("ends a run once", () => {
      schedules.addScheduleRun(RUN, 5_000);
      const end = { state: "done", result: "sim_1", decision: "safe", message: null, ended_at: 2_000 } as const;
      expect(schedules.endScheduleRun(RUN.id, end)).toBe(true);
      expect(schedules.endScheduleRun(RUN.id, { ...end, state: "failed" })).toBe(false);
      ({ schedules } = opened.reopen());
      expect(schedules.scheduleRuns({}, 9)).toEqual([{ ...RUN, ...end }]);
    });

    test("ends what nobody keeps alive as interrupted", () => {
      schedules.addScheduleRun(RUN, 5_000);
      schedules.addScheduleRun({ ...RUN, id: "run-2" }, 5_000);
      schedules.keepAlive("run-2", 9_000);
      expect(schedules.endLost(5_000)).toEqual([]);
      expect(schedules.endLost(5_001)).toMatchObject([{ id: "run-1", state: "interrupted", ended_at: 5_000 }]);
      schedules.keepAlive("run-1", 20_000);
      expect(schedules.scheduleRuns({ state: "running" }, 9)).toMatchObject([{ id: "run-2" }]);
    });

    test("names no end user that was erased", () => {
      const command = ["simulate", "--user", "alice", "--tag", "alice"];
      schedules.addSchedule({ ...WEEKLY, command });
      schedules.addSchedule({ ...WEEKLY, name: "shop", command: ["simulate", "--project", "shop", "--user=alice"] });
      opened.store.eraseEndUser("alice", "shop");
      expect(schedules.schedule("weekly")?.command).toEqual(command);
      expect(schedules.schedule("shop")?.command).toEqual(["simulate", "--project", "shop", "--user=(erased)"]);
      opened.store.eraseEndUser("alice", null);
      expect(schedules.schedule("weekly")?.command).toEqual(["simulate", "--user", "(erased)", "--tag", "alice"]);
    });

    test("lists runs, the newest first", () => {
      for (const number of [1, 2, 3])
        schedules.addScheduleRun({ ...RUN, id: `run-${number}`, schedule: number === 2 ? "daily" : "weekly" }, 5_000);
      schedules.addScheduleRun({ ...RUN, id: "run-4", state: "missed", times: 3, started_at: null }, null);
      expect(schedules.scheduleRuns({ schedule: "weekly" }, 2).map(({ id }) => id)).toEqual(["run-4", "run-3"]);
      expect(schedules.scheduleRuns({ state: "missed" }, 9)).toMatchObject([{ id: "run-4", times: 3 }]);
    });
  });
}

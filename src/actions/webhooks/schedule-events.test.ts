import { expect, it } from "vitest";
import type { ScheduleRun } from "../../store/schedules.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { scheduleEvents } from "./schedule-events.ts";

const run = (id: string, changes: Partial<ScheduleRun>): ScheduleRun => ({
  id,
  schedule: "weekly",
  trigger: "time",
  due_at: 1,
  times: 1,
  started_at: 1,
  ended_at: 2,
  state: "done",
  result: `sim_${id}`,
  decision: null,
  message: null,
  ...changes,
});

it("tells of failures, and of decisions that are not the last one's", () => {
  const { control } = temporaryStore();
  const ended = (one: ScheduleRun) => {
    control.schedules.addScheduleRun(one, null);
    return scheduleEvents(control, one);
  };
  expect(ended(run("1", { decision: "safe" }))).toEqual([]);
  expect(ended(run("2", { state: "failed", message: "no such file" }))).toMatchObject([
    { id: "evt_2_failed", type: "schedule_failed", data: { schedule: "weekly", message: "no such file" } },
  ]);
  expect(ended(run("3", {}))).toEqual([]);
  expect(ended(run("4", { decision: "safe" }))).toEqual([]);
  expect(ended(run("5", { schedule: "other", decision: "harmful" }))).toEqual([]);
  expect(ended(run("s1", { schedule: "shadow", result: "shr_1", decision: "clean" }))).toEqual([]);
  expect(ended(run("s2", { schedule: "shadow", result: "shr_2", decision: "needs_review" }))).toEqual([]);
  expect(ended(run("6", { decision: "harmful" }))).toMatchObject([
    {
      type: "verdict_change",
      at: 2,
      data: {
        schedule: "weekly",
        experiment: "sim_6",
        decision: "harmful",
        before: { experiment: "sim_4", decision: "safe" },
      },
    },
  ]);
});

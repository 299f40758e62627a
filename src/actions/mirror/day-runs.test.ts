import { expect, test } from "vitest";
import { COMPARISON, MIRROR } from "../../store/shadow.fixtures.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { openDayRuns } from "./day-runs.ts";

const DAY = 86_400_000;

test("a run a day: the first comparison of another one ends it, and that is told until it is heard", () => {
  const { control } = temporaryStore();
  let at = Date.UTC(2026, 0, 1, 23);
  let ids = 0;
  let deaf = true;
  const ended: string[] = [];
  const runs = openDayRuns(() => MIRROR, {
    shadows: control.shadows,
    now: () => at,
    newId: () => String((ids += 1)),
    onEnded(run) {
      if (deaf) throw new Error("the store is busy");
      ended.push(run);
    },
  });
  const pair = { ...COMPARISON, contract: null };
  runs.add(pair);
  runs.store();
  runs.add(pair);
  at += DAY;
  expect(() => runs.store()).toThrow("busy");
  deaf = false;
  runs.store();
  expect(ended).toEqual(["shr_1"]);
  const stored = control.shadows.shadowRuns({ mirror: MIRROR.id }, 9);
  expect(stored).toMatchObject([
    { id: "shr_2", created_at: at, finished_at: null, summary: { comparable_n: 1 } },
    { id: "shr_1", created_at: at - DAY, finished_at: at, summary: { comparable_n: 1 } },
  ]);
  runs.end();
  expect(ended).toEqual(["shr_1", "shr_2"]);
  expect(control.shadows.openShadowRun(MIRROR.id)).toBeNull();
});

import { expect, test } from "vitest";
import { sampleExchange } from "../store/exchange.fixtures.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { LOSS, RUN } from "../store/shadow.fixtures.ts";
import { temporaryStore } from "../store/sqlite/temporary.fixtures.ts";
import { retention, retentionNote } from "./retention.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1, 12);

function project(name: string, retention_days: number | null): StoredProject {
  return { name, created_at: 0, retention_days, redact: [] };
}

/** Goes through one whole pass. @returns rows removed in each step */
function pass(step: ReturnType<typeof retention>): readonly number[] {
  const removed: number[] = [];
  for (;;) {
    const pruned = step();
    removed.push(pruned.removed);
    if (pruned.done) return removed;
  }
}

test("rows go when they are older than their project keeps them, in bounded steps; imports and experiments stay", () => {
  const { traffic, control } = temporaryStore();
  const keeps: Readonly<Record<string, number>> = { shop: 7, lab: 30, archive: Number.POSITIVE_INFINITY, unknown: 7 };
  control.putProject(project("lab", 30));
  control.putProject(project("archive", null));
  control.putProject(project("shop", 7));
  const origins = ["live", "import", "replay", "experiment", "shadow", "judge"] as const;
  const rows = Object.keys(keeps).flatMap((name, offset) =>
    Array.from({ length: 50 }, (_, number) =>
      sampleExchange(offset * 50 + number, {
        project: name,
        origin: origins[number % 6] ?? "live",
        created_at: NOW - (number - 0.5) * DAY,
      }),
    ),
  );
  traffic.append(rows);
  const stays = rows.filter(
    ({ origin, project: name, created_at: at }) =>
      ["import", "experiment", "judge"].includes(origin) || at >= NOW - (keeps[name] ?? 0) * DAY,
  );
  const step = retention({ traffic, control, now: () => NOW }, 40);
  const removed = pass(step);
  expect(removed).toHaveLength(5);
  expect(Math.max(...removed)).toBeLessThanOrEqual(40);
  expect(removed.reduce((sum, count) => sum + count, 0)).toBe(rows.length - stays.length);
  expect(traffic.bySeq(traffic.matching({}).seqs)).toEqual(stays);
  expect(pass(step).every((count) => count === 0)).toBe(true);
});

test("a pass takes the settings as they are when it begins; an empty log is no work", () => {
  const { traffic, control } = temporaryStore();
  let now = NOW;
  const step = retention({ traffic, control, now: () => now });
  expect(step()).toEqual({ removed: 0, done: true });
  traffic.append([sampleExchange(1, { origin: "live", created_at: NOW })]);
  control.putProject(project("shop", 2));
  now = NOW + 2 * DAY;
  expect(step()).toEqual({ removed: 0, done: true });
  now += 1;
  expect(step()).toEqual({ removed: 1, done: true });
});

test("names go with their last rows, once a day", () => {
  const { traffic, control } = temporaryStore();
  const names = (): readonly (string | null)[] => traffic.frame().dictionary("end_user");
  const row = (number: number, end_user: string, days: number) =>
    sampleExchange(number, { end_user, origin: "live", created_at: NOW + days * DAY });
  traffic.append([row(1, "ada", -8), row(2, "bob", -6.9), row(3, "cleo", 0)]);
  let now = NOW;
  const step = retention({ traffic, control, now: () => now });
  pass(step);
  expect(names()).toEqual([null, null, "bob", "cleo"]);
  now += DAY / 2;
  pass(step);
  expect([traffic.stats().rows, names().includes("bob")]).toEqual([1, true]);
  now += DAY / 2;
  pass(step);
  expect(names()).toEqual([null, null, null, "cleo"]);
});

test("a window longer than a project keeps its rows says so", () => {
  const { control } = temporaryStore();
  control.putProject(project("shop", 7));
  control.putProject(project("lab", 1));
  control.putProject(project("archive", null));
  expect(retentionNote(control, undefined, NOW - 7 * DAY, NOW)).toBe(
    "The window is longer than rows of live traffic are kept: project lab 1 day.",
  );
  expect(retentionNote(control, undefined, null, NOW)).toContain("lab 1 day, shop 7 days");
  expect(retentionNote(control, "archive", null, NOW)).toBeNull();
  expect(retentionNote(control, "shop", NOW - DAY, NOW)).toBeNull();
});

test("mirrors' shadow runs go as rows do, with their comparisons; runs of packs stay until they are removed", () => {
  const { traffic, control } = temporaryStore();
  control.putProject(project("shop", 7));
  traffic.append([sampleExchange(1, { project: "shop", origin: "live", created_at: NOW })]);
  const old = { ...RUN, created_at: NOW - 8 * DAY };
  const mirrored = { ...old, origin: "mirror", mirror: "mir_1", pack: null } as const;
  control.shadows.putShadowRun(old, [LOSS]);
  control.shadows.putShadowRun({ ...mirrored, id: "shr_old" }, [LOSS]);
  control.shadows.putShadowRun({ ...mirrored, id: "shr_other", project: "other" }, [LOSS]);
  control.shadows.putShadowRun({ ...mirrored, id: "shr_new", created_at: NOW - 6 * DAY }, [LOSS]);
  pass(retention({ traffic, control, now: () => NOW }));
  expect(control.shadows.shadowRuns({}, 9).map(({ id }) => id)).toEqual(["shr_new", "shr_other", "shr_1"]);
  expect(control.shadows.shadowComparisons("shr_old", {}, 9)).toEqual([]);
});

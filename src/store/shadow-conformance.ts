import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control } from "./control.ts";
import { COMPARISON, INCOMPARABLE, LOSS, MIRROR, RUN, SIDE, SUMMARY } from "./shadow.fixtures.ts";
import type { Shadows, StoredShadowRun } from "./shadow.ts";

const OF_MIRROR: StoredShadowRun = {
  ...RUN,
  id: "shr_m1",
  origin: "mirror",
  mirror: "mir_1",
  pack: null,
  endpoint: "support",
  finished_at: null,
  created_at: 2_000,
};

/** What every implementation of `Shadows` must do. */
export function describeShadows(name: string, open: () => Opened<Control>): void {
  describe(`${name}: shadow runs`, () => {
    let opened: Opened<Control>;
    let shadows: Shadows;
    const reopen = (): void => void ({ shadows } = opened.reopen());
    beforeEach(() => {
      opened = open();
      ({ shadows } = opened.store);
    });
    afterEach(() => opened.dispose());

    test("keeps a run with its comparisons as they were put, once", () => {
      const long = { ...LOSS, primary: { ...SIDE, answer: { text: "ä".repeat(10_000) } } };
      expect(shadows.putShadowRun(RUN, [COMPARISON, long, INCOMPARABLE])).toBe(true);
      reopen();
      expect(shadows.shadowRun("shr_1")).toEqual(RUN);
      expect(shadows.shadowComparisons("shr_1", {}, 9)).toEqual(
        [COMPARISON, long, INCOMPARABLE].map((one, index) => ({ ...one, run: "shr_1", number: index + 1 })),
      );
      expect(shadows.putShadowRun({ ...RUN, candidate: "other" }, [LOSS])).toBe(false);
      expect(shadows.shadowRun("shr_1")).toEqual(RUN);
      expect(shadows.shadowComparisons("shr_1", {}, 9)).toHaveLength(3);
      expect(shadows.shadowRun("shr_2")).toBeNull();
    });

    test("filters comparisons, a page at a time", () => {
      const mirrored = { ...LOSS, contract: null, case: null, result: "both_fail" as const, critical_loss: false };
      shadows.putShadowRun(RUN, [COMPARISON, LOSS, INCOMPARABLE, mirrored]);
      const numbers = (filter: Parameters<Shadows["shadowComparisons"]>[1], after?: number, limit = 9) =>
        shadows.shadowComparisons("shr_1", filter, limit, after).map(({ number }) => number);
      expect(numbers({}, 1, 2)).toEqual([2, 3]);
      expect(numbers({ result: "loss" })).toEqual([2]);
      expect(numbers({ differs: false })).toEqual([1, 3]);
      expect(numbers({ comparable: false })).toEqual([3]);
      expect(numbers({ contract: "refund" })).toEqual([1, 2, 4]);
      expect(numbers({ contract: "refund", comparable: true, differs: true }, 2)).toEqual([4]);
    });

    test("pools comparisons of several runs in brief", () => {
      const brief = (one: typeof LOSS, run: string, number: number) => ({
        ...one,
        run,
        number,
        differences: [],
        steps: one.steps.map((step) => ({ ...step, primary_findings: [], shadow_findings: [] })),
        primary: { ...one.primary, answer: {} },
        shadow: { ...one.shadow, answer: one.shadow.answer === null ? null : {} },
      });
      shadows.putShadowRun(RUN, [LOSS, INCOMPARABLE]);
      shadows.putShadowRun({ ...RUN, id: "shr_2", created_at: 2_000 }, [COMPARISON]);
      shadows.putShadowRun({ ...RUN, id: "shr_3", candidate: "other" }, [COMPARISON]);
      const pool = shadows.pooledComparisons({ candidate: RUN.candidate }, 9);
      expect(pool).toEqual([brief(COMPARISON, "shr_2", 1), brief(INCOMPARABLE, "shr_1", 2), brief(LOSS, "shr_1", 1)]);
      expect(shadows.pooledComparisons({ candidate: RUN.candidate }, 2)).toEqual(pool.slice(0, 2));
    });

    test("goes on with a run where it stands", () => {
      shadows.putShadowRun(OF_MIRROR, []);
      expect(shadows.openShadowRun("mir_1")).toEqual(OF_MIRROR);
      shadows.appendShadow("shr_m1", [COMPARISON], { ...SUMMARY, comparable_n: 7 }, null);
      shadows.appendShadow("shr_m1", [LOSS, INCOMPARABLE], { ...SUMMARY, comparable_n: 8 }, 3_000);
      shadows.appendShadow("shr_gone", [LOSS], SUMMARY, null);
      reopen();
      const ended = { ...OF_MIRROR, finished_at: 3_000, summary: { ...SUMMARY, comparable_n: 8 } };
      expect(shadows.shadowRun("shr_m1")).toEqual(ended);
      expect(shadows.openShadowRun("mir_1")).toBeNull();
      expect(shadows.shadowComparisons("shr_m1", {}, 9).map(({ number }) => number)).toEqual([1, 2, 3]);
      expect(shadows.shadowComparisons("shr_gone", {}, 9)).toEqual([]);
    });

    test("lists runs, newest first, and the pairs they are of", () => {
      shadows.putShadowRun(RUN, []);
      shadows.putShadowRun({ ...RUN, id: "shr_3", created_at: 3_000, project: null }, []);
      shadows.putShadowRun({ ...RUN, id: "shr_2" }, []);
      shadows.putShadowRun(OF_MIRROR, []);
      const ids = (filter: Parameters<Shadows["shadowRuns"]>[0], limit = 9, before?: string) =>
        shadows.shadowRuns(filter, limit, before).map(({ id }) => id);
      expect(ids({})).toEqual(["shr_3", "shr_m1", "shr_2", "shr_1"]);
      expect(ids({}, 2, "shr_m1")).toEqual(["shr_2", "shr_1"]);
      expect(ids({ from: 2_000, to: 3_000 })).toEqual(["shr_m1"]);
      expect(ids({ project: "shop", origin: "cli" })).toEqual(["shr_2", "shr_1"]);
      expect(ids({ project: null })).toEqual(["shr_3"]);
      expect(ids({ endpoint: "support", primary: RUN.primary, candidate: RUN.candidate })).toEqual(["shr_m1"]);
      expect(ids({ mirror: "mir_2" })).toEqual([]);
      const pair = { primary: RUN.primary, candidate: RUN.candidate, endpoint: null };
      expect(shadows.shadowPairs({})).toEqual([
        { ...pair, project: null, runs: 1, last_run: "shr_3", last_at: 3_000 },
        { ...pair, project: "shop", endpoint: "support", runs: 1, last_run: "shr_m1", last_at: 2_000 },
        { ...pair, project: "shop", runs: 2, last_run: expect.stringMatching(/^shr_[12]$/u), last_at: 1_000 },
      ]);
      expect(shadows.shadowPairs({ to: 1_000 })).toEqual([]);
    });

    test("removes a run with what belongs to it; retention takes mirrors' runs only", () => {
      shadows.putShadowRun(RUN, [LOSS]);
      shadows.putShadowRun(OF_MIRROR, [LOSS]);
      shadows.putShadowRun({ ...OF_MIRROR, id: "shr_m2", project: "other" }, []);
      expect(shadows.pruneShadow("shop", 2_000, 9)).toBe(0);
      expect(shadows.pruneShadow("shop", 9_000, 9)).toBe(1);
      expect(shadows.shadowRuns({}, 9).map(({ id }) => id)).toEqual(["shr_m2", "shr_1"]);
      expect(shadows.shadowComparisons("shr_m1", {}, 9)).toEqual([]);
      expect(shadows.removeShadowRun("shr_1")).toBe(true);
      expect(shadows.removeShadowRun("shr_1")).toBe(false);
      expect(shadows.shadowComparisons("shr_1", {}, 9)).toEqual([]);
    });

    test("removes comparisons of requests, whichever side they are on", () => {
      const theirs = { ...LOSS, primary: { ...SIDE, request_id: "req_1" } };
      const replayed = { ...LOSS, shadow: { ...SIDE, request_id: "req_2" } };
      const others = { ...LOSS, primary: { ...SIDE, request_id: "req_3" } };
      shadows.putShadowRun(OF_MIRROR, [theirs, replayed, others, COMPARISON]);
      expect(shadows.removeComparisonsOf(["req_1", "req_2", "req_9"])).toBe(2);
      expect(shadows.removeComparisonsOf(["req_1"])).toBe(0);
      expect(shadows.shadowComparisons("shr_m1", {}, 9).map(({ number }) => number)).toEqual([3, 4]);
    });

    test("keeps mirrors, and a change of one is a new revision", () => {
      const { store } = opened;
      const pinned = { ...MIRROR, id: "mir_0", endpoint: "support", contracts: [{ id: "refund" }], pack: RUN.pack };
      const before = store.revision();
      shadows.putMirror(MIRROR);
      shadows.putMirror(pinned);
      const added = store.revision();
      shadows.putMirror({ ...MIRROR, state: "paused" });
      const paused = store.revision();
      expect([added > before, paused > added]).toEqual([true, true]);
      reopen();
      expect(shadows.mirrors()).toEqual([{ ...MIRROR, state: "paused" }, pinned]);
      expect(shadows.mirror("mir_0")).toEqual(pinned);
      expect([shadows.removeMirror("mir_0"), shadows.removeMirror("mir_0")]).toEqual([true, false]);
      expect(shadows.mirror("mir_0")).toBeNull();
    });

    test("sets money aside within a cap a day, and turns it into what was spent", () => {
      expect(shadows.reserveMirror("mir_1", "2026-01-01", 1.5, 1)).toBe(false);
      expect(shadows.reserveMirror("mir_1", "2026-01-01", 0.5, 1)).toBe(true);
      expect(shadows.reserveMirror("mir_1", "2026-01-01", 0.5, 1)).toBe(true);
      expect(shadows.reserveMirror("mir_1", "2026-01-01", 0.25, 1)).toBe(false);
      expect(shadows.reserveMirror("mir_1", "2026-01-02", 0.25, 1)).toBe(true);
      shadows.settleMirror("mir_1", "2026-01-01", 0.5, 0.125);
      expect(shadows.mirrorSpent("mir_1", "2026-01-01")).toEqual({ spent_usd: 0.125, reserved_usd: 0.5 });
      shadows.settleMirror("mir_1", "2026-01-01", 0.5, null);
      reopen();
      expect(shadows.mirrorSpent("mir_1", "2026-01-01")).toEqual({ spent_usd: 0.625, reserved_usd: 0 });
      expect(shadows.reserveMirror("mir_1", "2026-01-01", 0.25, 1)).toBe(true);
      expect(shadows.mirrorSpent("mir_2", "2026-01-01")).toEqual({ spent_usd: 0, reserved_usd: 0 });
    });

    test("counts what requests of a day came to, as long as the mirror is there", () => {
      shadows.putMirror(MIRROR);
      shadows.countMirror(MIRROR.id, "2026-01-01", { compared: 3, dropped: 1 });
      shadows.countMirror(MIRROR.id, "2026-01-01", { compared: 2 });
      shadows.countMirror(MIRROR.id, "2026-01-02", { failed: 1 });
      reopen();
      expect(shadows.mirrorCounts(MIRROR.id, "2026-01-01")).toEqual({ compared: 5, dropped: 1 });
      expect(shadows.mirrorCounts(MIRROR.id, "2026-01-02")).toEqual({ failed: 1 });
      shadows.removeMirror(MIRROR.id);
      expect(shadows.mirrorCounts(MIRROR.id, "2026-01-01")).toEqual({});
    });
  });
}

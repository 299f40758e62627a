import { describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import type { Runs, UnitResult } from "../../store/runs.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { virtualRuntime, type VirtualRuntime } from "../../testing/virtual-runtime.ts";
import { runMetered, type MeteredOptions, type RunEnd, type RunProgress, type Work } from "./run-metered.ts";
import { runState } from "./run-state.ts";

const ID = "sim_1";

interface Stage {
  readonly runs: Runs;
  readonly runtime: VirtualRuntime;
  readonly work: (work: Work, options?: MeteredOptions) => Promise<RunEnd>;
  /** Ordinals in the order in which their calls were made. */
  readonly called: number[];
}

function stage(units: number, cap_usd = 1): Stage {
  const { runs } = temporaryStore().control;
  const run = {
    id: ID,
    kind: "experiment",
    parent: null,
    created_at: 0,
    actor: "cli",
    cap_usd,
    definition: {},
  } as const;
  runs.putRun(
    run,
    Array.from({ length: units }, (_, ordinal) => ({ ordinal, key: `${ordinal}`, data: ordinal })),
  );
  const runtime = virtualRuntime(1_000_000);
  const called: number[] = [];
  let ids = 0;
  const parts = { runs, runtime, now: () => runtime.now(), newId: () => `${ids++}`, name: "test" };
  return {
    runs,
    runtime,
    called,
    work: (work, options = {}) => runtime.drive(runMetered(parts, ID, work, options)),
  };
}

/** One call a unit: at most `worst` USD, really `cost`, done after `ms`. */
function calls(
  { runtime, called }: Stage,
  { worst, cost, ms }: { readonly worst: number; readonly cost: number; readonly ms: (ordinal: number) => number },
): Work {
  return {
    async do({ ordinal }, ledger, signal) {
      const reserved = await ledger.reserve(worst);
      if (reserved === null) return null;
      called.push(ordinal);
      await runtime.sleep(ms(ordinal), signal);
      reserved.settle(signal.aborted ? null : cost);
      return { of: ordinal };
    },
  };
}

const EVEN = { worst: 0.01, cost: 0.005, ms: () => 100 };

function results(runs: Runs): UnitResult["result"][] {
  return [...runs.results(ID)].map(({ result }) => result);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("a metered run", () => {
  it("does every unit, as many at a time as it may, and says how it goes", async () => {
    const it = stage(100);
    const seen: RunProgress[] = [];
    const end = await it.work(calls(it, EVEN), { concurrency: 10, onProgress: (progress) => seen.push(progress) });
    expect(end).toEqual({ state: "completed", reason: null });
    expect(it.called).toEqual(upTo(100));
    expect(results(it.runs)).toEqual(upTo(100).map((of) => ({ of })));
    expect(it.runtime.now() - 1_000_000).toBeLessThan(1_300);
    expect(it.runs.ledger(ID)).toMatchObject({ spent_usd: expect.closeTo(0.5), reserved_usd: 0, calls: 100 });
    expect(it.runs.lease(ID)).toBeNull();
    expect(it.runs.events(ID).map(({ kind }) => kind)).toEqual(["begun", "ended"]);
    expect(it.runs.events(ID)[1]?.details).toMatchObject({ state: "completed", peak_calls: 10, finished: 100 });
    const half = seen.find(({ finished }) => finished >= 50) as RunProgress;
    expect(half.estimated_usd).toBeGreaterThan(0.49);
    expect(half.estimated_usd).toBeLessThan(0.65);
    expect(half.ms_left).toBeGreaterThan(0);
    expect(half.ms_left).toBeLessThan(1_000);
    expect(seen.at(-1)).toMatchObject({ state: "completed", finished: 100, in_flight: 0, ms_left: 0 });
    expect(runState(it.runs, ID, it.runtime.now())).toMatchObject({ state: "completed", finished: 100, units: 100 });
  });

  it("stays where it ended: nothing is called again", async () => {
    const it = stage(3);
    await it.work(calls(it, EVEN));
    expect(await it.work(calls(it, EVEN))).toEqual({ state: "completed", reason: null });
    expect(it.called).toEqual([0, 1, 2]);
    expect(it.runs.events(ID)).toHaveLength(2);
  });

  it("begins nothing after the cap is reached, and lets what is under way finish", async () => {
    const it = stage(1_000, 0.05);
    const end = await it.work(calls(it, { worst: 0.01, cost: 0.004, ms: (ordinal) => 100 + (ordinal % 7) }), {
      concurrency: 64,
    });
    expect(end).toMatchObject({ state: "cap_reached", reason: expect.stringContaining("0.05") });
    const { spent_usd, reserved_usd, calls: made } = it.runs.ledger(ID);
    expect(spent_usd + reserved_usd).toBeLessThanOrEqual(0.05);
    expect(spent_usd).toBeGreaterThan(0.039);
    expect(it.runs.progress(ID)).toEqual({ finished: upTo(made), cut: [] });
    expect(it.called).toEqual(upTo(made));
    expect(it.runs.events(ID)[1]?.details).toMatchObject({ peak_calls: 5 });
    expect(await it.work(calls(it, EVEN))).toEqual(end);
  });

  it("calls nothing under a cap of 0, unless it is free", async () => {
    const it = stage(3, 0);
    expect(await it.work(calls(it, EVEN))).toMatchObject({ state: "cap_reached" });
    expect(it.runs.ledger(ID).calls).toBe(0);
    const free = stage(3, 0);
    expect(await free.work(calls(free, { ...EVEN, worst: 0, cost: 0 }))).toMatchObject({ state: "completed" });
  });

  it("stops early by what the finished prefix says, never by what happened to finish", async () => {
    const it = stage(100);
    const seen: number[] = [];
    const slow = calls(it, { ...EVEN, ms: (ordinal) => (ordinal === 3 ? 1_000 : 100) });
    const end = await it.work(slow, {
      concurrency: 8,
      stop({ ordinal }) {
        seen.push(ordinal);
        return ordinal === 20 ? "certain" : null;
      },
    });
    expect(end).toEqual({ state: "stopped_early", reason: "certain" });
    expect(seen).toEqual(upTo(21));
    const { finished } = it.runs.progress(ID);
    expect(finished).toEqual(it.called);
    expect(finished.length).toBeGreaterThan(60);
    expect(finished.length).toBeLessThan(80);
    expect(await it.work(slow)).toEqual(end);
  });

  it("is cancelled by hand: what is under way finishes, and it can be taken up again", async () => {
    const it = stage(40);
    const caller = it.runtime.child(null);
    void it.runtime.sleep(250, it.runtime.child(null).signal).then(caller.abort);
    const end = await it.work(calls(it, EVEN), { concurrency: 4, signal: caller.signal });
    expect(end).toEqual({ state: "cancelled", reason: "interrupted by hand" });
    expect(it.runs.progress(ID)).toEqual({ finished: upTo(12), cut: [] });
    expect(runState(it.runs, ID, it.runtime.now())).toMatchObject(end);
    expect(await it.work(calls(it, EVEN))).toMatchObject({ state: "completed" });
    expect(it.called).toEqual(upTo(40));
    expect(it.runs.events(ID).map(({ kind }) => kind)).toEqual(["begun", "ended", "resumed", "ended"]);
  });

  it("is cancelled by another process's word", async () => {
    const it = stage(4_000, 100);
    void it.runtime.sleep(1_000, it.runtime.child(null).signal).then(() => {
      expect(runState(it.runs, ID, it.runtime.now())).toMatchObject({ state: "running", in_flight: 4 });
      it.runs.addEvent(ID, { at: it.runtime.now(), kind: "cancel", details: { by: "ann", reason: "ann said so" } });
    });
    const end = await it.work(calls(it, EVEN), { concurrency: 4 });
    expect(end).toEqual({ state: "cancelled", reason: "ann said so" });
    expect(it.runtime.now() - 1_001_000).toBeLessThan(500);
  });

  it("waits for what is under way as long as it said, then leaves it: paid, and not sent again", async () => {
    const it = stage(3);
    const caller = it.runtime.child(null);
    void it.runtime.sleep(50, it.runtime.child(null).signal).then(caller.abort);
    const slow = calls(it, { ...EVEN, ms: (ordinal) => (ordinal === 1 ? 60_000 : 100) });
    expect(await it.work(slow, { signal: caller.signal, graceMs: 5_000 })).toMatchObject({ state: "cancelled" });
    expect(it.runtime.now() - 1_000_000).toBeLessThan(5_500);
    expect(it.runs.progress(ID)).toEqual({ finished: [0, 2], cut: [1] });
    expect(it.runs.ledger(ID)).toMatchObject({ spent_usd: expect.closeTo(0.02), reserved_usd: 0 });
    expect(await it.work(calls(it, EVEN))).toMatchObject({ state: "completed" });
    expect(results(it.runs)).toEqual([{ of: 0 }, { interrupted: true }, { of: 2 }]);
    expect(it.runs.ledger(ID).calls).toBe(3);
  });

  it("does units again that were cut off, where that is asked for", async () => {
    const it = stage(3);
    const bug: Work = {
      async do({ ordinal }, ledger) {
        const reserved = await ledger.reserve(0.01);
        if (ordinal === 1) throw new Error("a bug");
        reserved?.settle(0.005);
        return { of: ordinal };
      },
    };
    await expect(it.work(bug, { concurrency: 1 })).rejects.toThrow("a bug");
    expect(it.runs.lease(ID)).toBeNull();
    expect(runState(it.runs, ID, it.runtime.now())).toMatchObject({ state: "interrupted", finished: 1 });
    expect(await it.work(calls(it, EVEN), { again: true })).toMatchObject({ state: "completed" });
    expect(results(it.runs)).toEqual([{ of: 0 }, { of: 1 }, { of: 2 }]);
    expect(it.runs.ledger(ID)).toMatchObject({ calls: 4, spent_usd: expect.closeTo(0.025) });
  });

  it("refuses a run that somebody works on, naming who and until when", async () => {
    const it = stage(1_000, 100);
    const second = it.runtime
      .sleep(1_000, it.runtime.child(null).signal)
      .then(() =>
        runMetered(
          { runs: it.runs, runtime: it.runtime, now: it.runtime.now, newId: () => "9" },
          ID,
          calls(it, EVEN),
          {},
        ),
      );
    const refused = second.catch((error: unknown) => error);
    expect(await it.work(calls(it, EVEN), { concurrency: 4 })).toMatchObject({ state: "completed" });
    const error = (await refused) as OperatorError;
    expect(error).toBeInstanceOf(OperatorError);
    expect([error.code, error.message.includes("test 0"), error.message.includes("1970-01-01T00:16:5")]).toEqual([
      "run_busy",
      true,
      true,
    ]);
    expect(it.called).toEqual(upTo(1_000));
  });

  it("waits for a dead worker's lease to run out", async () => {
    const it = stage(3);
    it.runs.claim(ID, "dead 7", it.runtime.now(), it.runtime.now() + 10_000);
    const waits: string[] = [];
    const end = await it.work(calls(it, EVEN), { onWait: ({ worker }) => waits.push(worker) });
    expect([end.state, waits]).toEqual(["completed", ["dead 7"]]);
    expect(it.runtime.now() - 1_000_000).toBeGreaterThanOrEqual(10_000);
  });

  it("stops at once where another worker took the run over, and writes nothing more", async () => {
    const it = stage(100);
    const work = calls(it, EVEN);
    let taken = false;
    const end = await it.work(
      {
        do(unit, ledger, signal) {
          if (unit.ordinal === 6 && !taken) {
            taken = true;
            it.runs.claim(ID, "other", Number.POSITIVE_INFINITY, it.runtime.now() + 60_000);
          }
          return work.do(unit, ledger, signal);
        },
      },
      { concurrency: 2 },
    );
    expect(end).toEqual({ state: "interrupted", reason: "another worker took the run over" });
    expect(it.runs.lease(ID)?.worker).toBe("other");
    expect(it.runs.ledger(ID).calls).toBe(6);
    expect(it.runs.events(ID).map(({ kind }) => kind)).toEqual(["begun"]);
    expect(runState(it.runs, ID, it.runtime.now()).state).toBe("running");
  });

  it("slows down for a provider that is asked too much, and for no other", async () => {
    const it = stage(60);
    const asked: Record<string, number[]> = { a: [], b: [] };
    const end = await it.work(
      {
        async do({ ordinal }, ledger, signal) {
          const provider = ordinal % 2 === 0 ? "a" : "b";
          const reserved = await ledger.reserve(0.001, { provider, unpriced: false });
          asked[provider]?.push(it.runtime.now() - 1_000_000);
          await it.runtime.sleep(100, signal);
          const limited = provider === "a" && (asked["a"] as number[]).length <= 4;
          reserved?.settle(
            0,
            limited ? { class: "rate_limit", code: "429", message: "slow down", retry_after_ms: 3_000 } : null,
          );
          return { provider, limited };
        },
      },
      { concurrency: 8 },
    );
    expect(end.state).toBe("completed");
    expect(Math.max(...(asked["b"] as number[]))).toBeLessThan(1_500);
    expect(asked["a"]?.filter((at) => at > 100 && at < 3_100)).toEqual([]);
  });

  it("counts what a provider took beyond the worst case, and calls without a price", async () => {
    const it = stage(2);
    await it.work({
      async do({ ordinal }, ledger) {
        const reserved = await ledger.reserve(0.01 * ordinal, { provider: "a", unpriced: ordinal === 0 });
        reserved?.settle(ordinal === 0 ? null : 0.05);
        return {};
      },
    });
    expect(it.runs.events(ID)[1]?.details).toMatchObject({ unpriced: 1, overrun_usd: expect.closeTo(0.04) });
    expect(runState(it.runs, ID, 0)).toMatchObject({
      overrun_usd: expect.closeTo(0.04),
      spent_usd: expect.closeTo(0.05),
    });
  });

  it("names a run that is not there", async () => {
    const it = stage(1);
    expect(() => runState(it.runs, "sim_9", 0)).toThrow("sim_9");
    const parts = { runs: it.runs, runtime: it.runtime, now: it.runtime.now, newId: () => "1" };
    await expect(runMetered(parts, "sim_9", calls(it, EVEN), {})).rejects.toThrow("sim_9");
    expect(runState(it.runs, ID, 0)).toMatchObject({ state: "interrupted", reason: "it was never begun" });
    it.runs.addEvent(ID, { at: 1, kind: "cancel", details: {} });
    expect(runState(it.runs, ID, 0)).toMatchObject({ state: "cancelled" });
  });
});

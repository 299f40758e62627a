import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control } from "./control.ts";
import type { RunEvent, Runs, StoredRun, StoredUnit } from "./runs.ts";

const RUN: StoredRun = {
  id: "sim_1",
  kind: "experiment",
  parent: null,
  created_at: 10,
  actor: "cli",
  cap_usd: 0.05,
  definition: { candidate: "main@2", note: "käse" },
  units: 3,
};

function unitsOf(count: number): StoredUnit[] {
  return Array.from({ length: count }, (_, ordinal) => ({
    ordinal,
    key: `req_${ordinal}`,
    data: { ordinal, words: ["ä"] },
  }));
}

/** What every implementation of `Runs`, and of erasing users from it, must do. */
export function describeRuns(name: string, open: () => Opened<Control>): void {
  describe(`${name}: runs`, () => {
    let opened: Opened<Control>;
    let runs: Runs;
    const put = (changes: Partial<StoredRun> = {}, units: readonly StoredUnit[] = unitsOf(3)): string => {
      const { units: _, ...run } = { ...RUN, ...changes };
      runs.putRun(run, units);
      return run.id;
    };
    const held = (worker = "a", until = 100): string => {
      const id = put();
      expect(runs.claim(id, worker, 0, until)).toBe(true);
      return id;
    };
    const call = (ordinal: number, usd: number, worker = "a"): number | null =>
      runs.reserve({ run: "sim_1", ordinal, worker, at: 1, usd });
    const finish = (ordinal: number, result: unknown, worker = "a"): boolean =>
      runs.finish({ run: "sim_1", ordinal, worker, at: 2, result });
    beforeEach(() => {
      opened = open();
      ({ runs } = opened.store);
    });
    afterEach(() => opened.dispose());

    test("keeps runs and their units as they were put", () => {
      const id = put({}, unitsOf(5));
      ({ runs } = opened.reopen());
      expect(runs.run(id)).toEqual({ ...RUN, units: 5 });
      expect(runs.units(id, 0, 100)).toEqual(unitsOf(5));
      expect(runs.units(id, 2, 2)).toEqual(unitsOf(4).slice(2));
      expect(runs.run("sim_2")).toBeNull();
      expect(runs.units("sim_2", 0, 9)).toEqual([]);
    });

    test("puts all of a run or nothing: an id, an ordinal and a key are there once", () => {
      put();
      expect(() => put()).toThrow(/./u);
      const [one] = unitsOf(1) as [StoredUnit];
      expect(() => put({ id: "sim_2" }, [one, { ...one, key: "other" }])).toThrow(/./u);
      expect(() => put({ id: "sim_3" }, [one, { ...one, ordinal: 1 }])).toThrow(/./u);
      expect(runs.runs({}, 10)).toEqual([RUN]);
      expect(runs.units("sim_2", 0, 9)).toEqual([]);
    });

    test("lists runs newest first, by kind and by parent", () => {
      put();
      put({ id: "jdg_1", kind: "judge", parent: "sim_1", created_at: 11 });
      put({ id: "jdg_2", kind: "judge", parent: "sim_9", created_at: 12 });
      const ids = (filter: Parameters<Runs["runs"]>[0], limit = 10): string[] =>
        runs.runs(filter, limit).map(({ id }) => id);
      expect(ids({})).toEqual(["jdg_2", "jdg_1", "sim_1"]);
      expect(ids({}, 1)).toEqual(["jdg_2"]);
      expect(ids({ kind: "judge" })).toEqual(["jdg_2", "jdg_1"]);
      expect(ids({ parent: "sim_1" })).toEqual(["jdg_1"]);
      expect(ids({ kind: "pilot", parent: "sim_1" })).toEqual([]);
    });

    test("is held by one worker until the lease is over, given up or taken", () => {
      const id = held("a", 100);
      expect(runs.claim(id, "b", 99, 200)).toBe(false);
      expect(runs.claim(id, "a", 50, 120)).toBe(true);
      expect(runs.renew(id, "b", 500)).toBe(false);
      expect(runs.renew(id, "a", 130)).toBe(true);
      expect(runs.lease(id)).toEqual({ worker: "a", until: 130 });
      runs.release(id, "b");
      expect(runs.lease(id)).toEqual({ worker: "a", until: 130 });
      expect(runs.claim(id, "b", 130, 300)).toBe(true);
      expect(runs.renew(id, "a", 400)).toBe(false);
      runs.release(id, "b");
      ({ runs } = opened.reopen());
      expect(runs.lease(id)).toBeNull();
      expect(runs.renew(id, "b", 400)).toBe(false);
      expect(runs.claim("sim_9", "a", 0, 10)).toBe(false);
    });

    test("reserves and finishes for who holds the run, and for nobody else", () => {
      const id = held("a");
      expect(call(0, 0.01)).not.toBeNull();
      expect(call(0, 0.01, "b")).toBeNull();
      expect(finish(0, "b's", "b")).toBe(false);
      expect(runs.claim(id, "b", 100, 200)).toBe(true);
      expect(call(1, 0.01)).toBeNull();
      expect(finish(0, "a's")).toBe(false);
      expect(call(1, 0.01, "b")).not.toBeNull();
      runs.release(id, "b");
      expect(call(1, 0.01, "b")).toBeNull();
      expect(runs.ledger(id)).toEqual({ spent_usd: 0, reserved_usd: 0.02, overrun_usd: 0, calls: 2, unsettled: 2 });
      expect([...runs.results(id)]).toEqual([]);
    });

    test("counts what is reserved until it is settled, once, by whoever", () => {
      const id = held();
      const [first, second] = [call(0, 0.25), call(1, 0.5)] as [number, number];
      expect(runs.ledger(id)).toEqual({ spent_usd: 0, reserved_usd: 0.75, overrun_usd: 0, calls: 2, unsettled: 2 });
      runs.release(id, "a");
      runs.settle(first, 3, 0.125);
      runs.settle(first, 4, 99);
      expect(opened.reopen().runs.ledger(id)).toEqual({
        spent_usd: 0.125,
        reserved_usd: 0.5,
        overrun_usd: 0,
        calls: 2,
        unsettled: 1,
      });
      ({ runs } = opened.reopen());
      runs.settle(second, 5, 0.75);
      expect(runs.ledger(id)).toEqual({ spent_usd: 0.875, reserved_usd: 0, overrun_usd: 0.25, calls: 2, unsettled: 0 });
      expect(runs.ledger("sim_9")).toEqual({ spent_usd: 0, reserved_usd: 0, overrun_usd: 0, calls: 0, unsettled: 0 });
    });

    test("tells finished units from those that were begun and cut off", () => {
      const id = held();
      call(2, 0.1);
      call(0, 0.1);
      call(0, 0.1);
      expect(runs.progress(id)).toEqual({ finished: [], cut: [0, 2] });
      expect(finish(2, { at: "last" })).toBe(true);
      expect(finish(1, null)).toBe(true);
      expect(finish(1, "again")).toBe(false);
      expect([runs.finished(id), runs.finished("sim_9")]).toEqual([2, 0]);
      ({ runs } = opened.reopen());
      expect(runs.progress(id)).toEqual({ finished: [1, 2], cut: [0] });
      const results = [
        { ordinal: 1, at: 2, result: null },
        { ordinal: 2, at: 2, result: { at: "last" } },
      ];
      expect([...runs.results(id)]).toEqual(results);
    });

    test("streams many results in order, also twice at the same time", () => {
      put({}, unitsOf(600));
      runs.claim("sim_1", "a", 0, 100);
      for (let ordinal = 599; ordinal >= 0; ordinal--) finish(ordinal, ordinal);
      const other = runs.results("sim_1")[Symbol.iterator]();
      other.next();
      expect([...runs.results("sim_1")].map(({ result }) => result)).toEqual(
        unitsOf(600).map(({ ordinal }) => ordinal),
      );
      expect(other.next().value).toMatchObject({ ordinal: 1 });
    });

    test("keeps events in the order they came", () => {
      const id = put();
      const events: RunEvent[] = [
        { at: 5, kind: "begun", details: { worker: "a" } },
        { at: 5, kind: "cancel", details: { by: "ann" } },
        { at: 4, kind: "ended", details: { state: "cancelled" } },
      ];
      for (const event of events) runs.addEvent(id, event);
      expect(opened.reopen().runs.events(id)).toEqual(events);
      expect(() => opened.reopen().runs.addEvent("sim_9", events[0] as RunEvent)).toThrow("sim_9");
    });

    test("gives back any JSON", () => {
      put({}, unitsOf(100));
      runs.claim("sim_1", "a", 0, 100);
      let next = 0;
      expect.hasAssertions();
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          const json = JSON.parse(JSON.stringify(value)) as unknown;
          const from = next++ - 1;
          finish(from + 1, json);
          expect([...runs.results("sim_1")].at(-1)?.result).toEqual(json);
        }),
        { numRuns: 50 },
      );
    });

    test("blanks units and results about an erased user, and no others", () => {
      const unit = (ordinal: number, end_user: string | null, project?: string): StoredUnit => ({
        ordinal,
        key: `k${ordinal}`,
        data: {
          request_id: `req_${ordinal}`,
          end_user,
          prompt: `words ${ordinal}`,
          ...(project === undefined ? {} : { project }),
        },
      });
      const asked = { filter: { end_user: "ada" } };
      put({ definition: asked }, [
        unit(0, "ada"),
        unit(1, "bob"),
        unit(2, "ada", "lab"),
        unit(3, null),
        unit(4, "ada"),
      ]);
      put({ id: "jdg_1", kind: "judge", parent: "sim_1" }, [
        { ordinal: 0, key: "0 ab", data: { pair: { request_id: "req_0" } } },
        // Somebody's pair with an answer of the user's: it goes, and the pair's own unit stays.
        { ordinal: 1, key: "1 other", data: { pair: { request_id: "req_1" }, other: { request_id: "req_0" } } },
        { ordinal: 2, key: "1 ab", data: { pair: { request_id: "req_1" } } },
      ]);
      runs.claim("sim_1", "a", 0, 100);
      for (let ordinal = 0; ordinal < 3; ordinal++) finish(ordinal, { answer: `to ${ordinal}` });
      finish(3, { original: { end_user: "ada" } });
      expect(opened.store.eraseEndUser("ada", "shop")).toBe(5);
      finish(4, { answer: "late" });
      const again = opened.reopen();
      ({ runs } = again);
      const blank = { erased: true };
      expect(runs.units("sim_1", 0, 9).map(({ data }) => data)).toEqual([
        blank,
        unit(1, "bob").data,
        unit(2, "ada", "lab").data,
        blank,
        blank,
      ]);
      const left = [blank, { answer: "to 1" }, { answer: "to 2" }, blank, blank];
      expect([...runs.results("sim_1")].map(({ result }) => result)).toEqual(left);
      const others = { pair: { request_id: "req_1" } };
      expect(runs.units("jdg_1", 0, 9).map(({ data }) => data)).toEqual([blank, blank, others]);
      expect(runs.run("sim_1")?.definition).toEqual({ filter: { end_user: "(erased)" } });
      expect(again.eraseEndUser("ada", null)).toBe(1);
      expect(again.eraseEndUser("nobody", null)).toBe(0);
    });
  });
}

import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PASSING_ORIGINS, type Exchange } from "../core/exchange.ts";
import { expectHolds, type Opened } from "./conformance.ts";
import { exchangeArbitrary, SAMPLE_DAY, sampleExchange } from "./exchange.fixtures.ts";
import type { Traffic } from "./traffic.ts";

/** Rows with unique ids, where the log is sealed between them, and which of them go. */
const removals = fc
  .uniqueArray(exchangeArbitrary, { selector: ({ request_id: id }) => id, minLength: 1, maxLength: 30 })
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      sealAt: fc.nat({ max: rows.length }),
      gone: fc.subarray(rows),
      goneLater: fc.subarray(rows),
      erase: fc.boolean(),
    }),
  );

function numbersOf(traffic: Traffic, rows: readonly Exchange[]): readonly number[] {
  const ids = new Set(rows.map(({ request_id: id }) => id));
  const all = traffic.requestIds(traffic.matching({}).seqs);
  return [...all].flatMap(([seq, id]) => (ids.has(id) ? [seq] : []));
}

function without(rows: readonly Exchange[], gone: readonly Exchange[]): readonly Exchange[] {
  return rows.filter((row) => !gone.includes(row));
}

/** What every implementation of `Traffic` must do where rows are removed. */
export function describeRemoval(name: string, open: () => Opened<Traffic>): void {
  describe(`${name}: removal`, () => {
    let opened: Opened<Traffic>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("leaves a log in which the rows never were, sealed or not, before and after a restart", () => {
      expect.hasAssertions();
      fc.assert(
        fc.property(removals, ({ rows, sealAt, gone, goneLater, erase }) => {
          const own = open();
          try {
            own.store.append(rows.slice(0, sealAt));
            own.store.seal();
            own.store.append(rows.slice(sealAt));
            expect(own.store.remove(numbersOf(own.store, gone), { erase })).toBe(gone.length);
            const left = without(rows, gone);
            expectHolds(own.store, left);
            own.store.seal();
            expectHolds(own.store, left);
            const more = goneLater.filter((row) => left.includes(row));
            expect(own.store.remove(numbersOf(own.store, goneLater))).toBe(more.length);
            const last = without(left, more);
            expectHolds(own.reopen(), last);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 40 },
      );
    });

    test("rows that come after removed ones have numbers of their own, and rows that were removed can come again", () => {
      const rows = [1, 2, 3].map((number) => sampleExchange(number));
      opened.store.append(rows);
      const [, , last] = opened.store.matching({}).seqs;
      opened.store.remove([last as number]);
      opened.store.append([sampleExchange(4), sampleExchange(3)]);
      expect(opened.store.matching({}).seqs).not.toContain(last);
      expectHolds(opened.reopen(), [...rows.slice(0, 2), sampleExchange(4), sampleExchange(3)]);
    });

    test("outcomes go with their rows", () => {
      opened.store.append([sampleExchange(1), sampleExchange(2)]);
      const score = (number: number) => ({
        request_id: sampleExchange(number).request_id,
        name: "score",
        value: number,
        source: "judge",
      });
      opened.store.putOutcomes([score(1), score(2)]);
      opened.store.remove(numbersOf(opened.store, [sampleExchange(1)]));
      opened.store.append([sampleExchange(1)]);
      expect([...opened.store.outcomes("score")].map(({ value }) => value)).toEqual([2]);
    });

    test("finds row numbers by a filter, stretch by stretch", () => {
      const rows = Array.from({ length: 25 }, (_, number) =>
        sampleExchange(number, { project: number % 2 === 0 ? "even" : "odd", metadata: { feature: `f${number % 5}` } }),
      );
      opened.store.append(rows);
      const all = opened.store.matching({ project: "even", feature: "f0" });
      expect(opened.store.bySeq(all.seqs).map(({ source_id: id }) => id)).toEqual([
        "source-0",
        "source-10",
        "source-20",
      ]);
      expect(all.next).toBeNull();
      const found: number[] = [];
      for (let after: number | null = 0; after !== null;) {
        const { seqs, next } = opened.store.matching({ project: "even", feature: "f0" }, { after, rows: 7 });
        found.push(...seqs);
        after = next;
      }
      expect(found).toEqual(all.seqs);
      expect(opened.store.matching({ project: "nobody" })).toEqual({ seqs: [], next: null });
    });

    test("bodies of what retention removes are not kept by neighbours that stay", () => {
      const origins = ["live", "import", "replay", "experiment", "shadow", "judge"] as const;
      const rows = Array.from({ length: 240 }, (_, number) =>
        sampleExchange(number, {
          origin: origins[number % 6] as (typeof origins)[number],
          created_at: SAMPLE_DAY + number,
        }),
      );
      opened.store.append(rows);
      opened.store.seal();
      const passing = rows.filter(({ origin }) => PASSING_ORIGINS.includes(origin));
      opened.store.remove(opened.store.matching({ origins: PASSING_ORIGINS }).seqs);
      const left = without(rows, passing);
      expectHolds(opened.store, left);
      opened.store.append(passing.map((row) => ({ ...row, request_body: null, response_body: null })));
      expect(opened.store.get(passing[0]?.request_id ?? "")?.request_body).toBeNull();
      opened.store.seal();
      expect([...opened.store.export({ origins: ["import", "experiment", "judge"] })]).toEqual(left);
    });

    test("forgets names that no row has any more, and gives nobody's code to somebody else", () => {
      const row = (number: number, end_user: string, tags: readonly string[] = []): Exchange =>
        sampleExchange(number, { end_user, session: `session of ${end_user}`, tags });
      const rows = [row(1, "ada", ["a"]), row(2, "bob", ["b"]), row(3, "cleo", ["b"])];
      opened.store.append(rows);
      opened.store.seal();
      expect(opened.store.dropUnusedNames()).toBe(0);
      opened.store.remove(numbersOf(opened.store, rows.slice(0, 1)));
      expect(opened.store.dropUnusedNames()).toBe(3);
      expect(opened.store.frame().dictionary("end_user")).not.toContain("ada");
      const more = [row(4, "dan"), row(5, "ada", ["a"])];
      opened.store.append(more);
      expectHolds(opened.store, [...rows.slice(1), ...more]);
      expect(opened.store.list({ end_user: "ada" }, 5)).toHaveLength(1);
      expect(opened.store.list({ tag: "a" }, 5)).toHaveLength(1);
      opened.store.remove(opened.store.matching({}).seqs);
      opened.store.dropUnusedNames();
      const again = opened.reopen();
      again.append([row(6, "eve")]);
      expectHolds(again, [row(6, "eve")]);
    });

    test("erases a user in one project or in all, and what a gateway logged of them before does not come back", () => {
      const row = (number: number, changes: Partial<Exchange>): Exchange =>
        sampleExchange(number, { source: "gateway", origin: "live", end_user: "ada", ...changes });
      const rows = [
        row(1, { project: "shop" }),
        row(2, { project: "search" }),
        row(3, { project: "shop", end_user: "bob" }),
        row(4, { project: "shop", end_user: null }),
      ];
      opened.store.append(rows);
      const until = SAMPLE_DAY + 60_000;
      expect(opened.store.eraseUser("ada", { project: "shop", until })).toBe(1);
      expectHolds(opened.store, rows.slice(1));
      expect(opened.store.append([rows[0] as Exchange, row(5, { project: "search" })]).inserted).toBe(1);
      expect(opened.store.eraseUser("ada", { until })).toBe(2);
      const after = row(70, {});
      const imported = row(6, { source: "native" });
      opened.store.append([rows[1] as Exchange, after, imported]);
      const again = opened.reopen();
      expectHolds(again, [...rows.slice(2), after, imported]);
      expect(again.matching({ end_user: "ada" }).seqs).toHaveLength(2);
      expect(again.eraseUser("nobody", { until })).toBe(0);
    });
  });
}

import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import type { Opened } from "./conformance.ts";
import { exchangeArbitrary, sampleExchange } from "./exchange.fixtures.ts";
import type { ExchangeFilter, ListingPlace, Traffic } from "./traffic.ts";

const rowsArbitrary = fc.uniqueArray(exchangeArbitrary, { selector: ({ request_id: id }) => id, maxLength: 40 });
const idsOf = (rows: readonly Exchange[]): readonly string[] => rows.map(({ request_id: id }) => id);

/** Every page of a listing, one after another. */
function pagesOf(traffic: Traffic, filter: ExchangeFilter, limit: number, bodies = false): readonly Exchange[] {
  const all: Exchange[] = [];
  let before: ListingPlace | null = null;
  do {
    const page = traffic.page(filter, { limit, bodies, ...(before === null ? {} : { before }) });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    all.push(...page.rows);
    before = page.next;
  } while (before !== null);
  return all;
}

/** What every implementation of `Traffic` must do where rows are listed. */
export function describeListing(name: string, open: () => Opened<Traffic>): void {
  describe(`${name}: listing`, () => {
    let opened: Opened<Traffic>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("pages of any size are the whole listing, each row once", () => {
      expect.hasAssertions();
      fc.assert(
        fc.property(rowsArbitrary, fc.integer({ min: 1, max: 12 }), (rows, limit) => {
          const own = open();
          try {
            own.store.append(rows);
            const listed = idsOf(own.store.list({}, 1_000));
            expect(listed).toHaveLength(rows.length);
            expect(idsOf(pagesOf(own.store, {}, limit))).toEqual(listed);
            expect(own.store.count({})).toBe(rows.length);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 25 },
      );
    });

    test("a page goes on where it was, whatever comes in meanwhile and even where its last row has gone", () => {
      const rows = Array.from({ length: 9 }, (_, number) => sampleExchange(number));
      opened.store.append(rows);
      const first = opened.store.page({}, { limit: 4 });
      opened.store.append([sampleExchange(20), sampleExchange(21)]);
      const { seqs } = opened.store.matching({});
      const gone = seqs.find((seq) => opened.store.requestIds([seq]).get(seq) === first.rows.at(-1)?.request_id);
      opened.store.remove([gone as number]);
      const second = opened.store.page({}, { limit: 4, before: first.next as ListingPlace });
      expect(idsOf(second.rows)).toEqual(idsOf(rows.slice(1, 5).toReversed()));
    });

    test("ranges of latency and cost take both ends, and no row that lacks the number", () => {
      expect.hasAssertions();
      const bounds = fc.tuple(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
      );
      fc.assert(
        fc.property(rowsArbitrary, bounds, (rows, [a, b]) => {
          const own = open();
          try {
            own.store.append(rows);
            const [low, high] = [Math.min(a, b), Math.max(a, b)];
            const within = (value: number | null): boolean => value !== null && value >= low && value <= high;
            const slow = rows.filter(({ latency_ms }) => within(latency_ms));
            expect(new Set(idsOf(own.store.list({ latency_gte: low, latency_lte: high }, 1_000)))).toEqual(
              new Set(idsOf(slow)),
            );
            const dear = rows.filter(({ cost_logged, cost_list }) => within(cost_logged ?? cost_list));
            expect(own.store.count({ cost_gte: low, cost_lte: high })).toBe(dear.length);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 25 },
      );
    });

    test("a text is found in columns, and in bodies where that is asked for", () => {
      const { store } = opened;
      const failed = { class: "rate_limit", code: "slow_down", message: "Try later." } as const;
      const rows = [
        sampleExchange(0, { tags: ["plan:Free"] }),
        sampleExchange(1, { metadata: { team: "Search" } }),
        sampleExchange(2, { status: "failed", failure: failed }),
        sampleExchange(3, { end_user: "Ada" }),
        sampleExchange(4, { response_body: '{"content":"a \\"parcel\\"\\nis lost"}' }),
        sampleExchange(5, { request_body: null, response_body: null, end_user: null }),
      ];
      store.append(rows);
      const found = (text: string, bodies = false): readonly string[] => idsOf(pagesOf(store, { text }, 2, bodies));
      const ids = (...numbers: readonly number[]): readonly string[] =>
        numbers.map((number) => rows[number]?.request_id as string);
      expect(found("PLAN:free")).toEqual(ids(0));
      expect(found("search")).toEqual(ids(1));
      expect(found("slow_down")).toEqual(ids(2));
      expect(found("ada")).toEqual(ids(3));
      expect(found(ids(5)[0]?.slice(0, 8) ?? "")).toEqual(ids(5));
      expect(found("parcel")).toEqual([]);
      expect(found('A "parcel"\nis', true)).toEqual(ids(4));
      expect(found("question", true)).toEqual(ids(4, 3, 2, 1, 0));
      expect(found("ada", true)).toEqual(ids(3));
      expect(store.page({ text: "nowhere" }, { limit: 5, bodies: true })).toEqual({
        rows: [],
        next: null,
        looked_at: 6,
      });
      expect(store.count({ text: "%" })).toBe(0);
    });

    test("a page goes through some rows at most, and says where to go on", () => {
      const { store } = opened;
      store.append(Array.from({ length: 450 }, (_, number) => sampleExchange(number)));
      const page = store.page({ text: "Question 3?" }, { limit: 5, bodies: true });
      expect(page).toMatchObject({ rows: [], looked_at: 200 });
      expect(page.next).not.toBeNull();
      expect(idsOf(pagesOf(store, { text: "Question 3?" }, 5, true))).toEqual(idsOf([sampleExchange(3)]));
    });

    test("what arrived since a row number is told, whenever it says it was made", () => {
      const { store } = opened;
      store.append([sampleExchange(5), sampleExchange(6)]);
      const last = store.lastSeq();
      expect(store.arrived({}, last, 10)).toEqual([]);
      store.append([sampleExchange(1), sampleExchange(9, { status: "cancelled" })]);
      expect(idsOf(store.arrived({}, last, 10))).toEqual(idsOf([sampleExchange(9), sampleExchange(1)]));
      expect(idsOf(store.arrived({ status: "cancelled" }, last, 10))).toEqual(idsOf([sampleExchange(9)]));
      expect(idsOf(store.arrived({}, last, 1))).toEqual(idsOf([sampleExchange(9)]));
    });
  });
}

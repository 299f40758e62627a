import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { COLUMNS, type CodeColumn, type ColumnName, type Frame } from "../replay/frame.ts";
import { cellsOf, exchangeArbitrary, SAMPLE_DAY, sampleExchange } from "./exchange.fixtures.ts";
import type { ExchangeFilter, Traffic } from "./traffic.ts";

/** An empty store of its own for a test, and a way to open it again. */
export interface Opened<S> {
  readonly store: S;
  /** Closes and opens the same store. */
  reopen(): S;
  dispose(): void;
}

/** Batches with unique request ids. */
const batches = fc
  .uniqueArray(exchangeArbitrary, { selector: ({ request_id: id }) => id, maxLength: 24 })
  .chain((exchanges) => fc.tuple(fc.constant(exchanges), fc.nat({ max: exchanges.length })))
  .map(([exchanges, cut]) => [exchanges.slice(0, cut), exchanges.slice(cut)] as const);

/** What every implementation of `Traffic` must do. */
export function describeTraffic(name: string, open: () => Opened<Traffic>): void {
  describe(`${name}: traffic`, () => {
    let opened: Opened<Traffic>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("gives back what was written, sealed or not, before and after a restart", () => {
      expect.hasAssertions();
      fc.assert(
        fc.property(batches, ([first, second]) => {
          const own = open();
          try {
            const all = [...first, ...second];
            own.store.append(first);
            if (second.length % 2 === 0) own.store.seal();
            own.store.append(second);
            expectHolds(own.store, all);
            own.store.seal();
            expectHolds(own.store, all);
            own.store.seal();
            expectHolds(own.reopen(), all);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 40 },
      );
    });

    test("a frame of a window holds the rows of the window", () => {
      expect.hasAssertions();
      fc.assert(
        fc.property(batches, fc.nat({ max: 72 }), fc.nat({ max: 72 }), fc.boolean(), ([first, second], a, b, keep) => {
          const own = open();
          try {
            own.store.append(first);
            own.store.seal();
            own.store.append(second);
            const from = SAMPLE_DAY + Math.min(a, b) * 3_600_000;
            const to = SAMPLE_DAY + Math.max(a, b) * 3_600_000;
            const inside = [...first, ...second].filter(({ created_at: at }) => at >= from && at < to);
            const frame = own.store.frame({ from, to, keep });
            expectFrame(frame, inside);
            expectFrame(frame, inside);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 40 },
      );
    });

    test("a row that is there already stays as it is", () => {
      const first = sampleExchange(1);
      expect(opened.store.append([first, sampleExchange(2)])).toEqual({ inserted: 2, duplicates: 0 });
      const again = [sampleExchange(1, { project: "other" }), sampleExchange(3), sampleExchange(3)];
      expect(opened.store.append(again)).toEqual({ inserted: 1, duplicates: 2 });
      expect(opened.store.get(first.request_id)).toEqual(first);
    });

    test("a batch goes in whole or not at all", () => {
      const broken = sampleExchange(2, { prompt_hash: "not a hash", project: "new" });
      expect(() => opened.store.append([sampleExchange(1), broken])).toThrow("not a hash");
      expect(opened.store.stats().rows).toBe(0);
      const rows = [sampleExchange(1, { project: "newer" }), sampleExchange(2, { project: "new" })];
      opened.store.append(rows);
      expectHolds(opened.store, rows);
    });

    test("finds a row by request id, else by source id", () => {
      const rows = [sampleExchange(1), sampleExchange(2, { source_id: null })];
      opened.store.append(rows);
      expect(opened.store.get("source-1")).toEqual(rows[0]);
      expect(opened.store.get(rows[1]?.request_id ?? "")).toEqual(rows[1]);
      expect(opened.store.get("source-2")).toBeNull();
    });

    test("lists newest first, without bodies, as many as asked for", () => {
      const failure = { class: "rate_limit", code: "429", message: "slow down", retry_after_ms: 500 } as const;
      const rows = [3, 1, 2].map((number) => sampleExchange(number, { status: "failed", failure }));
      opened.store.append(rows);
      const listed = opened.store.list({}, 2);
      expect(listed).toEqual([rows[0], rows[2]].map((row) => ({ ...row, ...WITHOUT_BODIES })));
      expect(opened.store.list({}, 0)).toEqual([]);
    });

    test.each(FILTERS)("filters by $title", ({ filter, matches }) => {
      opened.store.append(FILTERED);
      const wanted = FILTERED.filter((_, index) => matches.includes(index)).map(({ request_id: id }) => id);
      expect(
        opened.store
          .list(filter, 10)
          .map(({ request_id: id }) => id)
          .toSorted(),
      ).toEqual(wanted.toSorted());
      expect([...opened.store.export(filter)].map(({ request_id: id }) => id).toSorted()).toEqual(wanted.toSorted());
    });

    test("exports in the order in which rows came in, with bodies", () => {
      const rows = [5, 4, 3, 2, 1].map((number) => sampleExchange(number, { created_at: SAMPLE_DAY + (number % 2) }));
      opened.store.append(rows);
      expect([...opened.store.export({})]).toEqual(rows);
    });

    test("counts what it holds", () => {
      expect(opened.store.stats()).toMatchObject({ rows: 0, oldest: null, newest: null, sealed_rows: 0 });
      opened.store.append([sampleExchange(2), sampleExchange(1)]);
      const span = { rows: 2, oldest: SAMPLE_DAY + 1_000, newest: SAMPLE_DAY + 2_000 };
      expect(opened.store.stats()).toMatchObject({ ...span, sealed_rows: 0 });
      opened.store.seal();
      expect(opened.store.stats()).toMatchObject({ ...span, sealed_rows: 2 });
      expect(opened.store.stats().bytes_on_disk).toBeGreaterThan(0);
    });

    test("keeps the last outcome of a name and source", () => {
      opened.store.append([sampleExchange(1), sampleExchange(2)]);
      const id = sampleExchange(1).request_id;
      const put = opened.store.putOutcomes([
        { request_id: id, name: "score", value: 0.5, source: "judge" },
        { request_id: id, name: "score", value: 1, source: "person" },
        { request_id: "source-2", name: "score", value: "good", source: "person" },
        { request_id: id, name: "score", value: 0.75, source: "judge" },
        { request_id: "nobody", name: "score", value: 1, source: "judge" },
        { request_id: id, name: "valid", value: 0, source: "judge" },
      ]);
      expect(put).toEqual({ stored: 5, unknown: ["nobody"] });
      const kept = [...opened.reopen().outcomes("score")].map(({ seq, ...rest }) => ({ ...rest, known: seq > 0 }));
      expect(kept).toEqual([
        { request_id: id, name: "score", value: 0.75, source: "judge", known: true },
        { request_id: id, name: "score", value: 1, source: "person", known: true },
        { request_id: sampleExchange(2).request_id, name: "score", value: "good", source: "person", known: true },
      ]);
      expect(opened.reopen().outcomeNames()).toEqual(["score", "valid"]);
      expect([...opened.reopen().outcomes("unheard of")]).toEqual([]);
    });
  });
}

const WITHOUT_BODIES = { request_body: null, response_body: null, trace: null, usage_raw: null };

const PARENT = sampleExchange(99).request_id;
const FILTERED: readonly Exchange[] = [
  sampleExchange(1, { project: "search", endpoint: "triage", api_key: "k1", tags: ["batch", "feature:triage"] }),
  sampleExchange(2, {
    model: "llama:70b",
    provider: "groq",
    metadata: { plan: "pro", team: { size: 3 }, "a.b": true },
  }),
  sampleExchange(3, { end_user: "ada", strategy: "priority", origin: "live", parent_request_id: PARENT }),
  sampleExchange(4, { status: "failed", model: null, provider: null, metadata: { feature: "triage" } }),
];
const FILTERS: readonly {
  readonly title: string;
  readonly filter: ExchangeFilter;
  readonly matches: readonly number[];
}[] = [
  { title: "nothing", filter: {}, matches: [0, 1, 2, 3] },
  { title: "time, half-open", filter: { from: SAMPLE_DAY + 2_000, to: SAMPLE_DAY + 4_000 }, matches: [1, 2] },
  { title: "project", filter: { project: "search" }, matches: [0] },
  { title: "endpoint", filter: { endpoint: "triage" }, matches: [0] },
  { title: "api key", filter: { api_key: "k1" }, matches: [0] },
  { title: "tag", filter: { tag: "batch" }, matches: [0] },
  { title: "feature", filter: { feature: "triage" }, matches: [0, 3] },
  { title: "served model", filter: { model: "llama:70b" }, matches: [1] },
  { title: "whole target", filter: { model: "llama:70b:groq" }, matches: [1] },
  { title: "model asked for", filter: { model: "gpt-4o" }, matches: [0, 1, 2, 3] },
  { title: "provider", filter: { provider: "openai" }, matches: [0, 2] },
  { title: "end user", filter: { end_user: "ada" }, matches: [2] },
  { title: "strategy", filter: { strategy: "priority" }, matches: [2] },
  { title: "origins", filter: { origins: ["live", "replay"] }, matches: [2] },
  { title: "no origin", filter: { origins: [] }, matches: [] },
  { title: "status", filter: { status: "failed" }, matches: [3] },
  { title: "an unknown status", filter: { status: "strange" }, matches: [] },
  { title: "parent", filter: { parent_request_id: PARENT }, matches: [2] },
  { title: "metadata", filter: { metadata: { plan: "pro", "team.size": "3", "a.b": "true" } }, matches: [1] },
  { title: "metadata that differs", filter: { metadata: { plan: "pro", "team.size": "4" } }, matches: [] },
  { title: "a name never seen", filter: { project: "nowhere" }, matches: [] },
  { title: "several at once", filter: { provider: "openai", end_user: "ada" }, matches: [2] },
];

/** The store holds these rows, in this order, and nothing else. */
export function expectHolds(traffic: Traffic, exchanges: readonly Exchange[]): void {
  for (const exchange of exchanges) expect(traffic.get(exchange.request_id)).toEqual(exchange);
  expect(traffic.stats().rows).toBe(exchanges.length);
  const seqs = expectFrame(traffic.frame(), exchanges);
  expect(traffic.bySeq([...seqs, 1e9])).toEqual(exchanges);
  expect([...traffic.requestIds([1e9, ...seqs]).values()]).toEqual(exchanges.map(({ request_id }) => request_id));
  expectFrame(traffic.frame({ keep: false }), exchanges);
}

/** Rows of a frame stand in the order they were written. */
function expectFrame(frame: Frame, exchanges: readonly Exchange[]): readonly number[] {
  const names = (Object.keys(COLUMNS) as ColumnName[]).filter((column) => column !== "seq");
  const seqs: number[] = [];
  const read: Record<string, unknown>[] = [];
  for (const segment of frame.segments()) {
    const instants = [...segment.column("created_at")];
    expect([segment.from, segment.to]).toEqual([Math.min(...instants), Math.max(...instants)]);
    seqs.push(...segment.column("seq"));
    for (let row = 0; row < segment.rows; row++) {
      const cell = (column: ColumnName): unknown => {
        const value = segment.column(column)[row] as number;
        return COLUMNS[column] === "code" ? frame.dictionary(column as CodeColumn)[value] : value;
      };
      read.push(Object.fromEntries(names.map((column) => [column, cell(column)])));
    }
  }
  expect(read).toEqual(exchanges.map(cellsOf));
  expect(frame.rows).toBe(exchanges.length);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  return seqs;
}

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { SEGMENT_ROWS, type Frame } from "../../replay/frame.ts";
import { sampleExchange } from "../exchange.fixtures.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

function inputs(frame: Frame): number[] {
  return [...frame.segments()].flatMap((segment) => [...segment.column("input_uncached")]);
}

test(
  "segments are full ones and one last; a later seal fills it up; a frame from before goes on",
  { timeout: 60_000 },
  () => {
    const store = temporaryStore();
    const rows = (from: number, to: number): void => {
      for (let at = from; at < to; at += 5_000)
        store.traffic.append(
          Array.from({ length: Math.min(5_000, to - at) }, (_, index) => sampleExchange(at + index)),
        );
    };
    rows(0, SEGMENT_ROWS - 1_000);
    store.traffic.seal();
    const before = store.traffic.frame();
    rows(SEGMENT_ROWS - 1_000, SEGMENT_ROWS + 1_000);
    const half = store.traffic.frame();
    expect([...half.segments()].map((segment) => segment.rows)).toEqual([SEGMENT_ROWS - 1_000, 2_000]);
    store.traffic.seal();
    const after = store.traffic.frame();
    expect([...after.segments()].map((segment) => segment.rows)).toEqual([SEGMENT_ROWS, 1_000]);
    const expected = Array.from({ length: SEGMENT_ROWS + 1_000 }, (_, number) => 100 + number);
    expect(isDeepStrictEqual(inputs(after), expected)).toBe(true);
    expect(isDeepStrictEqual(inputs(half), expected)).toBe(true);
    expect(isDeepStrictEqual(inputs(before), expected.slice(0, SEGMENT_ROWS - 1_000))).toBe(true);
    expect(store.traffic.stats().sealed_rows).toBe(SEGMENT_ROWS + 1_000);
  },
);

test("a column that a segment was sealed without is made from the rows", () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  store.traffic.append([1, 2, 3].map((number) => sampleExchange(number)));
  store.traffic.seal();
  const database = new DatabaseSync(join(folder, "bodies.db"));
  database.exec("DELETE FROM segment_columns WHERE name IN ('input_uncached', 'metadata_dictionary')");
  database.close();
  const frame = store.traffic.frame();
  expect(inputs(frame)).toEqual([101, 102, 103]);
  const codes = [...frame.segments()].flatMap((segment) => [...segment.column("metadata")]);
  expect(codes.map((code) => frame.dictionary("metadata")[code])).toEqual(["{}", "{}", "{}"]);
});

test("segments of rows that a power cut took are made anew", () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  store.traffic.append([1, 2, 3].map((number) => sampleExchange(number)));
  store.traffic.seal();
  const database = new DatabaseSync(join(folder, "traffic.db"));
  database.exec("DELETE FROM exchanges WHERE seq > 1");
  database.close();
  store.traffic.append([sampleExchange(7)]);
  expect(inputs(store.traffic.frame())).toEqual([101, 107]);
  store.traffic.seal();
  expect(inputs(store.traffic.frame())).toEqual([101, 107]);
});

test.each([true, false])("a window ends before its `to` and begins at its `from`, sealed: %s", (sealed) => {
  const store = temporaryStore();
  store.traffic.append([1, 2, 3].map((number) => sampleExchange(number)));
  if (sealed) store.traffic.seal();
  const at = (number: number): number => sampleExchange(number).created_at;
  expect(inputs(store.traffic.frame({ to: at(3) }))).toEqual([101, 102]);
  expect(inputs(store.traffic.frame({ from: at(3) }))).toEqual([103]);
  expect(inputs(store.traffic.frame({ from: at(2), to: at(3) }))).toEqual([102]);
  expect(store.traffic.frame({ from: at(1), to: at(1) }).rows).toBe(0);
  expect(store.traffic.frame({ from: at(3) + 1 }).rows).toBe(0);
  expect(store.traffic.frame({ to: at(1) }).rows).toBe(0);
});

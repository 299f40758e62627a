import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runsToPack, splitIntoBlocks } from "./block-runs.ts";
import { BLOCK_BYTES, BLOCK_ROWS } from "./bodies-schema.ts";

const blocks = fc
  .array(fc.record({ rows: fc.integer({ min: 1, max: BLOCK_ROWS }), fixed: fc.boolean() }), { maxLength: 30 })
  .map((all) =>
    all.map(({ rows, fixed }, index) => ({
      index,
      rows,
      fill: rows / BLOCK_ROWS,
      fixed: fixed && rows >= BLOCK_ROWS / 2,
    })),
  );

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe("which blocks to pack together", () => {
  test("neighbours only, each at most once, in order, and no fixed one", () => {
    fc.assert(
      fc.property(blocks, (all) => {
        const runs = runsToPack(all);
        const packed = runs.flat().map(({ index }) => index);
        expect(packed).toEqual([...new Set(packed)].toSorted((a, b) => a - b));
        for (const run of runs) {
          expect(run.length).toBeGreaterThan(1);
          expect(run.map(({ index }) => index)).toEqual(run.map((_, position) => (run[0]?.index ?? 0) + position));
          expect(run.some(({ fixed }) => fixed)).toBe(false);
          expect(sum(run.map(({ fill }) => fill))).toBeLessThan(4);
        }
      }),
    );
  });

  test("what is left small stands alone between fixed blocks", () => {
    fc.assert(
      fc.property(blocks, (all) => {
        const runs = runsToPack(all);
        const packed = new Set(runs.flat().map(({ index }) => index));
        const left = all.filter(({ index, fill }) => fill < 0.5 && !packed.has(index));
        for (const { index } of left) {
          expect(all[index - 1]?.fixed ?? true).toBe(true);
          expect(all[index + 1]?.fixed ?? true).toBe(true);
        }
        for (const run of runs) {
          const rows = sum(run.map((block) => block.rows));
          const beside = [all[(run[0]?.index ?? 0) - 1], all[(run.at(-1)?.index ?? 0) + 1]];
          if (rows < BLOCK_ROWS / 2) expect(beside.every((block) => block?.fixed ?? true)).toBe(true);
        }
      }),
    );
  });
});

describe("how bodies split into blocks", () => {
  test("in order, none too full, none empty, as few as will do", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: BLOCK_BYTES * 2 }), { maxLength: 40 }), (sizes) => {
        const parts = splitIntoBlocks(sizes);
        expect(parts.flatMap(([from, to]) => sizes.slice(from, to))).toEqual(sizes);
        for (const [from, to] of parts) {
          expect(to).toBeGreaterThan(from);
          if (to - from > 1) expect(sum(sizes.slice(from, to))).toBeLessThanOrEqual(BLOCK_BYTES);
        }
      }),
    );
  });

  test.each([
    [1, 1],
    [128, 1],
    [129, 2],
    [1000, 8],
  ])("%i small bodies make %i blocks of even size", (rows, count) => {
    const parts = splitIntoBlocks(Array.from({ length: rows }, () => 100)).map(([from, to]) => to - from);
    expect(parts).toHaveLength(count);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
  });
});

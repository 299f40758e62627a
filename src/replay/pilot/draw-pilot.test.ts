import * as fc from "fast-check";
import { expect, test } from "vitest";
import { drawPilot, type PilotWindow } from "./draw-pilot.ts";
import { madeUpWindow } from "./made-up-window.fixtures.ts";

function windowOf(plain: readonly number[]): PilotWindow {
  return { plain: Float64Array.from(plain), keys: Float64Array.from(plain, (_, row) => (row * 7919) % 101) };
}

const COSTS = fc.array(fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(0, 1, 2, 1e-9, 5_000)), {
  minLength: 1,
  maxLength: 60,
});

test("a row's chance is its share of the plain cost times the calls", () => {
  const { rows, inclusion, plain_usd } = drawPilot(windowOf([4, 1, 3, 2]), 2, "seed");
  expect(plain_usd).toBe(10);
  expect(rows.length).toBe(2);
  expect([...inclusion]).toEqual([...rows].map((row) => ([4, 1, 3, 2][row]! * 2) / 10));
});

test("rows that would come up twice are certain, and the others share the calls that are left", () => {
  const { rows, inclusion } = drawPilot(windowOf([1, 100, 1, 12, 1, 1, 1, 1]), 4, "seed");
  const chances = new Map([...rows].map((row, index) => [row, inclusion[index]]));
  expect(rows.length).toBe(4);
  expect([chances.get(1), chances.get(3)]).toEqual([1, 1]);
  expect([...chances.values()].toSorted()).toEqual([2 / 6, 2 / 6, 1, 1]);
});

test("as many calls as rows take the whole window, but never a row without a price or one that costs nothing", () => {
  const { rows, inclusion, plain_usd } = drawPilot(windowOf([2, Number.NaN, 0, 5, 1]), 50, "seed");
  expect([...rows].toSorted()).toEqual([0, 3, 4]);
  expect([...inclusion]).toEqual([1, 1, 1]);
  expect(plain_usd).toBe(8);
  expect(drawPilot(windowOf([Number.NaN, 0]), 5, "seed").rows.length).toBe(0);
  expect(drawPilot(windowOf([]), 5, "seed")).toMatchObject({ plain_usd: 0 });
  expect(drawPilot(windowOf([1, 2]), 0, "seed").rows.length).toBe(0);
});

test("rows come up as often as their chance says, over many seeds", () => {
  const window = windowOf([8, 1, 3, 3, 2, 9, 4, 0.5, 6, 1]);
  const times = new Float64Array(10);
  const chances = new Float64Array(10);
  for (let seed = 0; seed < 4_000; seed++) {
    const { rows, inclusion } = drawPilot(window, 3, `seed ${seed}`);
    for (const [index, row] of rows.entries()) {
      times[row]!++;
      chances[row] = inclusion[index]!;
    }
  }
  for (const row of times.keys()) expect(Math.abs(times[row]! / 4_000 - chances[row]!)).toBeLessThan(0.035);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(3, 12);
});

test("as many rows as calls, each once, in hash order, with chances that add up to the calls", () => {
  fc.assert(
    fc.property(COSTS, fc.integer({ min: 1, max: 70 }), fc.string(), (costs, calls, seed) => {
      const window = windowOf(costs);
      const { rows, inclusion, plain } = drawPilot(window, calls, seed);
      const paid = costs.filter((cost) => cost > 0).length;
      expect(rows.length).toBe(Math.min(calls, paid));
      expect(new Set(rows).size).toBe(rows.length);
      for (const [index, row] of rows.entries()) {
        expect(plain[index]).toBe(costs[row]);
        expect(inclusion[index]).toBeGreaterThan(0);
        expect(inclusion[index]).toBeLessThanOrEqual(1);
        if (index > 0) expect(window.keys[row]).toBeGreaterThanOrEqual(window.keys[rows[index - 1]!]!);
      }
      expect(drawPilot(window, calls, seed).rows).toEqual(rows);
    }),
  );
});

test("the order of the window's rows does not matter where no two cost the same", () => {
  const { window } = madeUpWindow(500, 1, 0, 1);
  const backwards = { plain: window.plain.toReversed(), keys: window.keys.toReversed() };
  const rows = drawPilot(window, 40, "seed").rows;
  expect(drawPilot(backwards, 40, "seed").rows).toEqual(rows.map((row) => 499 - row));
});

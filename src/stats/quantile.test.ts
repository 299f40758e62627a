import * as fc from "fast-check";
import { expect, test } from "vitest";
import { quantile, sorted, weightedQuantile } from "./quantile.ts";

test("type 7 interpolates linearly", () => {
  const values = sorted([2210, 612, 640, Number.NaN, 890, 3120, 980, 2100]);
  expect(quantile(values, 0.5)).toBe(980);
  expect(quantile(values, 0.95)).toBeCloseTo(2847, 9);
  expect([quantile(values, 0), quantile(values, 1)]).toEqual([612, 3120]);
});

test("nothing known: null", () => {
  expect(quantile(sorted([Number.NaN]), 0.5)).toBeNull();
  expect(weightedQuantile([], [], 0.5)).toBeNull();
  expect(weightedQuantile([1, 2], [0, 0], 0.5)).toBeNull();
});

test("an infinite neighbour spoils only what it touches", () => {
  expect(quantile(sorted([1, 2, Infinity]), 0.5)).toBe(2);
  expect(quantile(sorted([1, Infinity, Infinity]), 0.75)).toBe(Infinity);
});

test("weighted: the smallest value that reaches its share", () => {
  const values = [300, 350, 420, 500, 610, 2000, 2400, 3100];
  const weights = [0.18, 0.18, 0.18, 0.18, 0.18, 0.04, 0.03, 0.03];
  expect([0.5, 0.9, 0.95, 0.99].map((q) => weightedQuantile(values, weights, q))).toEqual([420, 610, 2400, 3100]);
});

test("quantiles rise with q and stay within the values", () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
  fc.assert(
    fc.property(
      values,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, a, b) => {
        const all = sorted(values);
        const low = quantile(all, Math.min(a, b)) as number;
        const high = quantile(all, Math.max(a, b)) as number;
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(all[0] as number);
        expect(high).toBeLessThanOrEqual(all.at(-1) as number);
      },
    ),
  );
});

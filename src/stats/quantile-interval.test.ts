import * as fc from "fast-check";
import { expect, test } from "vitest";
import { quantileRanks, valuesForUpperBound } from "./quantile-interval.ts";

test.each([
  [100, 0.5, 40, 61, 0.9647997997822952],
  [300, 0.5, 133, 168, 0.9568715007227784],
  [72, 0.95, 64, 72, 0.9654900479083739],
  [1000, 0.95, 936, 964, 0.9580952682226541],
  [500, 0.99, 490, 500, 0.9801859498578059],
])("n = %d, q = %d", (n, q, lower, upper, coverage) => {
  const ranks = quantileRanks(n, q);
  expect([ranks.lower, ranks.upper]).toEqual([lower, upper]);
  expect(ranks.coverage).toBeCloseTo(coverage, 12);
});

test("too few values leave the upper side open", () => {
  expect([quantileRanks(71, 0.95).upper, quantileRanks(72, 0.95).upper]).toEqual([null, 72]);
  expect([quantileRanks(367, 0.99).upper, quantileRanks(368, 0.99).upper]).toEqual([null, 368]);
  expect(quantileRanks(5, 0.5)).toMatchObject({ lower: null, upper: null });
  expect(quantileRanks(0, 0.5)).toEqual({ lower: null, upper: null, coverage: 1 });
  expect([0.9, 0.95, 0.99].map((q) => valuesForUpperBound(q, 0.025))).toEqual([36, 72, 368]);
  expect([0.9, 0.95, 0.99].map((q) => valuesForUpperBound(q, 0.05))).toEqual([29, 59, 299]);
});

test("millions of values: as wide as the normal approximation says", () => {
  for (const n of [1_000_000, 10_000_000]) {
    for (const q of [0.5, 0.95, 0.99]) {
      const { lower, upper, coverage } = quantileRanks(n, q);
      const half = 1.959963984540054 * Math.sqrt(n * q * (1 - q));
      expect(Math.abs((lower as number) - (n * q - half))).toBeLessThan(3);
      expect(Math.abs((upper as number) - (n * q + half))).toBeLessThan(3);
      expect(coverage).toBeGreaterThanOrEqual(0.95);
      expect(coverage).toBeLessThan(0.9506);
    }
  }
});

test("the ranks are those of the definition, by exact sums", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 99 }), (n, percent) => {
      const q = percent / 100;
      const cumulative: number[] = [];
      let mass = (1 - q) ** n;
      for (let k = 0, sum = 0; k <= n; k += 1) {
        sum += mass;
        cumulative.push(sum);
        mass *= ((n - k) / (k + 1)) * (q / (1 - q));
      }
      let lower = 0;
      while (lower < n && (cumulative[lower] as number) <= 0.025) lower += 1;
      let upper = 1;
      while (upper <= n && (cumulative[upper - 1] as number) < 0.975) upper += 1;
      const ranks = quantileRanks(n, q);
      expect([ranks.lower ?? 0, ranks.upper ?? n + 1]).toEqual([lower, upper]);
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { finiteProportion, hypergeometricInterval, wilsonFinite } from "./finite-window.ts";
import { wilson } from "./wilson.ts";

test("Wilson with the finite-population correction", () => {
  const { lower, upper } = wilsonFinite(55, 300, 1000);
  expect([lower, upper].map((end) => end.toFixed(10))).toEqual(["0.1495522172", "0.2227464222"]);
  expect(wilsonFinite(7, 50, 50)).toEqual({ estimate: 0.14, lower: 0.14, upper: 0.14 });
  expect(wilsonFinite(0, 0, 50)).toEqual({ estimate: null, lower: 0, upper: 1 });
});

test.each([
  [0, 100, 200, 0, 5],
  [7, 50, 60, 7, 11],
  [12, 100, 400, 29, 75],
  [7, 50, 50, 7, 7],
])("exact: %d in %d of %d leaves %d to %d in the window", (k, n, total, fewest, most) => {
  expect(hypergeometricInterval(k, n, total)).toMatchObject({
    fewest,
    most,
    lower: fewest / total,
    upper: most / total,
  });
});

test("the exact interval is the one found by trying every count", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(60), (total, drawn, found) => {
      const n = drawn % (total + 1);
      const k = found % (n + 1);
      const plausible: number[] = [];
      for (let marked = k; marked <= total - n + k; marked += 1) {
        const mass = Array.from(
          { length: n + 1 },
          (_, i) => (choose(marked, i) * choose(total - marked, n - i)) / choose(total, n),
        );
        const upTo = mass.slice(0, k + 1).reduce((a, b) => a + b, 0);
        const from = mass.slice(k).reduce((a, b) => a + b, 0);
        if (upTo > 0.025 && from > 0.025) plausible.push(marked);
      }
      const { fewest, most } = hypergeometricInterval(k, n, total);
      expect([fewest, most]).toEqual([plausible[0], plausible.at(-1)]);
    }),
  );
});

test("a large window is corrected little and fast; a small count in a dense sample is exact", () => {
  const large = finiteProportion(55, 300, 14_218);
  expect(large.upper).toBeLessThan(wilson(55, 300).upper);
  expect(large.lower).toBeCloseTo(0.14402201267791806, 12);
  expect(finiteProportion(0, 100, 200).upper).toBe(0.025);
  expect(finiteProportion(0, 500_000, 1_000_000).upper).toBeCloseTo(5e-6, 12);
});

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}

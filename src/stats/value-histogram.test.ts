import * as fc from "fast-check";
import { expect, test } from "vitest";
import { quantile, sorted } from "./quantile.ts";
import { quantileEstimates } from "./select-quantile.ts";
import { valueHistogram } from "./value-histogram.ts";

const latency = fc.oneof(
  fc.double({ min: 0, max: 1e7, noNaN: true }),
  fc.double({ min: 1e-6, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, Number.NaN),
);

function filled(values: readonly number[]) {
  const histogram = valueHistogram();
  histogram.addAll(Float64Array.from(values));
  return histogram;
}

test("every quantile is within 0.025 % of the exact one", () => {
  fc.assert(
    fc.property(
      fc.array(latency, { minLength: 1, maxLength: 80 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const exact = quantile(sorted(values), q);
        const binned = filled(values).quantile(q);
        if (exact === null || binned === null) {
          expect(binned).toBe(exact);
          return;
        }
        expect(Math.abs(binned - exact)).toBeLessThanOrEqual(0.00025 * exact + 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test("merging in any order, or adding one by one, gives the counts of the whole", () => {
  fc.assert(
    fc.property(fc.array(latency, { maxLength: 40 }), fc.array(latency, { maxLength: 40 }), (a, b) => {
      const whole = filled([...a, ...b]);
      const merged = filled(b);
      merged.merge(filled(a));
      const single = valueHistogram();
      for (const value of [...a, ...b]) single.add(value);
      for (const other of [merged, single]) {
        expect([other.n, other.least, other.most]).toEqual([whole.n, whole.least, whole.most]);
        expect(other.counts).toEqual(whole.counts);
        expect(other.quantile(0.95)).toBe(whole.quantile(0.95));
      }
    }),
    { numRuns: 15 },
  );
});

test("the extremes are exact, whatever the range", () => {
  const histogram = filled([3e-12, 7, 1e12]);
  expect([0, 0.5, 1].map((q) => histogram.quantile(q))).toEqual([3e-12, expect.closeTo(7, 2), 1e12]);
});

test("intervals come from the same order statistics", () => {
  const histogram = filled(Array.from({ length: 1000 }, (_, index) => index + 1));
  const [p95] = quantileEstimates(histogram.n, histogram.at, [0.95]);
  expect(p95?.value).toBeCloseTo(950.05, 0);
  expect(p95?.lower).toBeCloseTo(936, 0);
  expect(p95?.upper).toBeCloseTo(964, 0);
});

test("a negative value is a bug, an empty histogram knows nothing", () => {
  expect(() => valueHistogram().add(-1)).toThrow(RangeError);
  expect(valueHistogram().quantile(0.5)).toBeNull();
});

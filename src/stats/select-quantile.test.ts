import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantile, sorted } from "./quantile.ts";
import { quantileRanks } from "./quantile-interval.ts";
import { seeded } from "./seeded.ts";
import { orderStatistics, selectOrderStatistics } from "./select-order-statistics.ts";
import { selectQuantiles } from "./select-quantile.ts";

const value = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1, 5e-324, 1.7976931348623157e308),
  fc.integer({ min: 1000, max: 1010 }),
  fc.double({ min: 1000, max: 1001, noNaN: true }),
);

test("equals a full sort for any column, any prefix of it, any ranks", () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.nat(),
      fc.array(fc.nat(), { maxLength: 9 }),
      (values, cut, picks) => {
        const column = Float64Array.from([0, ...values]).subarray(1);
        const count = cut % (values.length + 1);
        const all = sorted(values.slice(0, count));
        const { n, at } = orderStatistics(column, count);
        expect(n).toBe(all.length);
        const ranks = n === 0 ? [] : picks.map((pick) => 1 + (pick % n));
        expect(at(ranks)).toEqual(ranks.map((rank) => all[rank - 1]));
      },
    ),
    { numRuns: 300 },
  );
});

describe("equals a full sort for large columns", () => {
  const { next } = seeded([1, 2, 3, 4]);
  const uniform = (): number => (next() + 1) / 2 ** 32;
  const columns: Readonly<Record<string, () => number>> = {
    "log-normal latencies, some unknown": () => {
      const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
      return next() % 50 === 0 ? Number.NaN : Math.exp(6.5 + normal);
    },
    "whole milliseconds": () => Math.round(1000 * uniform()),
    "all in one octave": () => 1000 + uniform(),
    "one value": () => 42,
    "one value with outliers": () => (next() % 1000 === 0 ? 1000.00001 * uniform() : 1000),
    "close together with an outlier a bin away": () => (next() % 90_000 === 0 ? 1000.9 : 1000 + uniform() * 1e-9),
    "both signs": () => uniform() - 0.5,
  };
  test.each(Object.entries(columns))("%s", (_, draw) => {
    for (const count of [40_000, 150_000]) {
      const column = new Float64Array(count);
      for (let index = 0; index < count; index += 1) column[index] = draw();
      const all = sorted(column);
      const { n, quantiles } = selectQuantiles(column, count, [0.5, 0.95, 0.99, 0]);
      expect(n).toBe(all.length);
      for (const { q, value, lower, upper } of quantiles) {
        expect(value).toBe(quantile(all, q));
        if (q === 0) continue;
        const ranks = quantileRanks(n, q);
        expect([lower, upper]).toEqual([all[(ranks.lower as number) - 1], all[(ranks.upper as number) - 1]]);
      }
    }
  });
});

test("nothing known is null; few values leave the upper end open", () => {
  const none = { value: null, lower: null, upper: null };
  expect(selectQuantiles(Float64Array.of(Number.NaN), 1, [0.5]).quantiles).toEqual([{ q: 0.5, ...none }]);
  const few = selectQuantiles(
    Float64Array.from({ length: 71 }, (_, index) => index),
    71,
    [0.95],
  ).quantiles[0];
  expect([few?.value, few?.upper]).toEqual([66.5, null]);
});

test("a rank outside the known values is a bug", () => {
  expect(() => selectOrderStatistics(Float64Array.of(1, Number.NaN), 2, [2])).toThrow(RangeError);
  expect(() => selectOrderStatistics(Float64Array.of(1), 1, [0])).toThrow(RangeError);
});

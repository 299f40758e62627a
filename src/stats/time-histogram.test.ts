import * as fc from "fast-check";
import { expect, it } from "vitest";
import { timeBins, timeHistogram } from "./time-histogram.ts";

it("counts each time where it belongs, ten bins a decade, the lower edge being in", () => {
  expect(timeBins([100, 124.9, 125, 199, 200])).toEqual([
    { from_ms: 100, to_ms: 125, count: 2 },
    { from_ms: 125, to_ms: 160, count: 1 },
    { from_ms: 160, to_ms: 200, count: 1 },
    { from_ms: 200, to_ms: 250, count: 1 },
  ]);
  expect(timeBins([0, 0.4])).toEqual([{ from_ms: 0, to_ms: 1, count: 2 }]);
  expect(timeBins([1, 1.25, 3.15]).map(({ from_ms }) => from_ms)).toEqual([1, 1.25, 1.6, 2, 2.5, 3.15]);
  expect(timeBins([])).toEqual([]);
  expect(timeBins([Number.NaN])).toEqual([]);
});

it("loses none, and its bins follow one another", () => {
  const times = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(times, (values) => {
      const bins = timeBins(values);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      for (const [at, { from_ms: from }] of bins.entries()) if (at > 0) expect(from).toBe(bins[at - 1]?.to_ms);
      for (const value of values.filter((one) => one < 1e8))
        expect(bins.some(({ from_ms, to_ms, count }) => from_ms <= value && value < to_ms && count > 0)).toBe(true);
    }),
  );
});

it("takes many at once", () => {
  const histogram = timeHistogram();
  histogram.add(50, 7);
  histogram.add(50);
  expect(histogram.bins()).toEqual([{ from_ms: 50, to_ms: 63, count: 8 }]);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normalCdf } from "./normal-cdf.ts";
import { normalQuantile } from "./normal.ts";

test("undoes the quantile, tails included", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 0.5, noNaN: true }), (p) => {
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
      expect(normalCdf(-normalQuantile(p))).toBeCloseTo(1 - p, 12);
    }),
  );
});

test("published values, and the ends", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 10);
  expect(normalCdf(-100)).toBe(0);
  expect(normalCdf(100)).toBe(1);
});

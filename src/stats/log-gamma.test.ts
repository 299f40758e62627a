import * as fc from "fast-check";
import { expect, test } from "vitest";
import { logBeta, logGamma } from "./log-gamma.ts";

test("factorials, and the root of pi", () => {
  expect(logGamma(1)).toBeCloseTo(0, 13);
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  expect(logBeta(2, 3)).toBeCloseTo(-Math.log(12), 13);
});

test("Gamma(x + 1) = x Gamma(x)", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
      const next = logGamma(x + 1);
      expect(Math.abs(next - logGamma(x) - Math.log(x))).toBeLessThan(1e-13 * Math.max(100, Math.abs(next)));
    }),
  );
});

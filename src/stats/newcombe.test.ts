import * as fc from "fast-check";
import { expect, test } from "vitest";
import { newcombe } from "./newcombe.ts";

test("56/70 against 48/80 (Newcombe 1998b, method 10)", () => {
  const { estimate, lower, upper } = newcombe(56, 70, 48, 80);
  expect(estimate).toBeCloseTo(0.2, 12);
  expect(lower).toBeCloseTo(0.05243147240236498, 12);
  expect(upper).toBeCloseTo(0.333872654036906, 12);
});

test("an empty side: anything is possible", () => {
  expect(newcombe(0, 0, 1, 2)).toEqual({ estimate: null, lower: -1, upper: 1 });
  expect(newcombe(1, 2, 0, 0)).toEqual({ estimate: null, lower: -1, upper: 1 });
});

test("the interval holds its estimate and changes sign with its arms", () => {
  const count = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(count, count, fc.nat(), fc.nat(), (n1, n2, a, b) => {
      const [k1, k2] = [a % (n1 + 1), b % (n2 + 1)];
      const { estimate, lower, upper } = newcombe(k1, n1, k2, n2);
      expect(lower).toBeLessThanOrEqual(estimate as number);
      expect(upper).toBeGreaterThanOrEqual(estimate as number);
      expect(newcombe(k2, n2, k1, n1).lower).toBeCloseTo(-upper, 12);
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Z95 } from "./normal.ts";
import { tango } from "./tango.ts";

test("40 wins and 20 losses in 160 (Tango 1998)", () => {
  const { estimate, lower, upper } = tango(40, 20, 160);
  expect(estimate).toBe(0.125);
  expect(lower).toBeCloseTo(0.030864533133086708, 9);
  expect(upper).toBeCloseTo(0.2180642441668248, 9);
});

test("nothing compared: anything is possible", () => {
  expect(tango(0, 0, 0)).toEqual({ estimate: null, lower: -1, upper: 1 });
});

test("without a discordant pair the ends are z^2 / (n + z^2); all wins are exact at 1", () => {
  const end = Z95 ** 2 / (73 + Z95 ** 2);
  expect(tango(0, 0, 73).lower).toBeCloseTo(-end, 12);
  expect(tango(0, 0, 73).upper).toBeCloseTo(end, 12);
  expect(tango(5, 0, 5).upper).toBe(1);
  expect(tango(0, 5, 5).lower).toBe(-1);
});

test("the interval holds its estimate and changes sign with its arms", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), fc.nat(), (n, a, b) => {
      const wins = a % (n + 1);
      const losses = b % (n - wins + 1);
      const { estimate, lower, upper } = tango(wins, losses, n);
      expect(lower).toBeLessThanOrEqual((estimate as number) + 1e-12);
      expect(upper).toBeGreaterThanOrEqual((estimate as number) - 1e-12);
      expect(tango(losses, wins, n).lower).toBeCloseTo(-upper, 9);
    }),
  );
});

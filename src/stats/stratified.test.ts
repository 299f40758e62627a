import * as fc from "fast-check";
import { expect, test } from "vitest";
import { floorThenNeyman, neyman, proportional } from "./allocation.ts";
import { seeded } from "./seeded.ts";
import { stratified, stratifiedError, stratifiedTango, type Stratum } from "./stratified.ts";
import { tango } from "./tango.ts";
import { wilson } from "./wilson.ts";
import { yanSu } from "./yan-su.ts";

const stratum = fc
  .record({
    size: fc.integer({ min: 1, max: 900 }),
    n: fc.integer({ min: 1, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ size, n, share }) => ({ size, n, k: Math.round(share * n) }));
const window = fc.array(stratum, { minLength: 1, maxLength: 6 }).map((strata) => {
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  return strata.map(({ size, n, k }) => ({ weight: size / total, k, n }));
});

test("the interval holds its estimate, and failures mirror successes", () => {
  fc.assert(
    fc.property(window, (strata) => {
      const { estimate, lower, upper } = stratified(strata);
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(upper).toBeLessThanOrEqual(1);
      expect(lower).toBeLessThanOrEqual((estimate as number) + 1e-12);
      expect(upper).toBeGreaterThanOrEqual((estimate as number) - 1e-12);
      const mirrored = stratified(strata.map(({ weight, k, n }) => ({ weight, n, k: n - k })));
      expect(mirrored.lower).toBeCloseTo(1 - upper, 10);
    }),
  );
});

test("one stratum is the plain interval", () => {
  const { estimate, lower, upper } = stratified([{ weight: 1, k: 7, n: 90 }]);
  expect(lower).toBeCloseTo(wilson(7, 90).lower, 12);
  expect(upper).toBeCloseTo(wilson(7, 90).upper, 12);
  expect(estimate).toBeCloseTo(7 / 90, 12);
  const net = stratifiedTango([{ weight: 1, wins: 9, losses: 4, n: 90 }]);
  expect(net.lower).toBeCloseTo(tango(9, 4, 90).lower, 12);
});

test("a stratum nobody looked at is not guessed: no estimate, and all that it could be", () => {
  const { estimate, lower, upper } = stratified([
    { weight: 0.8, k: 0, n: 100 },
    { weight: 0.2, k: 0, n: 0 },
  ]);
  expect(estimate).toBeNull();
  expect(lower).toBe(0);
  expect(upper).toBeCloseTo(0.8 * wilson(0, 100).upper + 0.2, 12);
  expect(stratified([])).toEqual({ estimate: null, lower: 0, upper: 1 });
  expect(stratifiedError([{ weight: 1, k: 1, n: 1 }])).toBeNull();
  expect(yanSu([{ weight: 1, k: 0, n: 9 }])).toBeNull();
});

test("weights that are estimates widen the interval", () => {
  const strata = [
    { weight: 0.9, k: 5, n: 100 },
    { weight: 0.1, k: 60, n: 100 },
  ];
  const known = stratified(strata);
  const counted = stratified(strata, { firstPhase: { rows: 50, windowRows: 10_000 } });
  expect(counted.lower).toBeLessThan(known.lower);
  expect(counted.upper).toBeGreaterThan(known.upper);
});

test("covers about as often as it says where pooling never does", () => {
  const random = seeded([1, 2, 3, 4]);
  const truth = [0.05, 0.15, 0.35];
  const weights = [0.9, 0.07, 0.03];
  const whole = truth.reduce((sum, rate, index) => sum + rate * (weights[index] as number), 0);
  let covered = 0;
  let pooled = 0;
  for (let run = 0; run < 2000; run += 1) {
    const strata: Stratum[] = truth.map((rate, index) => {
      let k = 0;
      for (let draw = 0; draw < 100; draw += 1) if (random.next() < rate * 2 ** 32) k += 1;
      return { weight: weights[index] as number, k, n: 100 };
    });
    const { lower, upper } = stratified(strata);
    if (lower <= whole && whole <= upper) covered += 1;
    const all = wilson(
      strata.reduce((sum, { k }) => sum + k, 0),
      300,
    );
    if (all.lower <= whole && whole <= all.upper) pooled += 1;
  }
  expect(covered / 2000).toBeGreaterThan(0.935);
  expect(covered / 2000).toBeLessThan(0.975);
  expect(pooled / 2000).toBeLessThan(0.01);
});

test("allocations spend all there is, keep floors, and never draw more than there are", () => {
  const part = fc.record({
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
    expected: fc.double({ min: 0, max: 1, noNaN: true }),
    rows: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 900 }), (strata, n) => {
      const there = strata.reduce((sum, { rows }) => sum + rows, 0);
      for (const counts of [neyman(strata, n), proportional(strata, n), floorThenNeyman(strata, n)]) {
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(n, there));
        for (const [index, count] of counts.entries()) expect(count).toBeLessThanOrEqual(strata[index]?.rows as number);
      }
      const floors = strata.map(({ rows }) => Math.min(40, rows));
      if (floors.reduce((sum, count) => sum + count, 0) <= n) {
        for (const [index, count] of floorThenNeyman(strata, n).entries())
          expect(count).toBeGreaterThanOrEqual(floors[index] as number);
      }
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addSums, pairSums, ratioOfSums, savingOf, totalOf } from "./ratio.ts";

const x = [10, 20, 30, 40, 100, 55];
const y = [4, 9, 15, 12, 60, 31];

test("ratio of sums with its linearised error", () => {
  const ratio = ratioOfSums(pairSums(x, y));
  expect(ratio.estimate).toBeCloseTo(0.5137254901960784, 12);
  expect(ratio.standardError).toBeCloseTo(0.05402233448917593, 12);
  const saving = savingOf(ratio);
  expect(saving.lower).toBeCloseTo(0.34740567804737676, 9);
  expect(saving.upper).toBeCloseTo(0.6251433415604665, 9);
});

test("a known window total times the ratio, corrected for the window's size", () => {
  const total = totalOf(ratioOfSums(pairSums(x, y), { windowSize: 14_218 }), 412.88);
  expect(total.estimate).toBeCloseTo(212.10698039215683, 10);
  expect(total.standardError).toBeCloseTo(22.300034663684386, 10);
  expect(ratioOfSums(pairSums(x, y), { windowSize: 6 }).standardError).toBe(0);
});

test("what is not defined is null", () => {
  const none = { estimate: null, standardError: null, lower: null, upper: null };
  expect(ratioOfSums(pairSums([], []))).toEqual(none);
  expect(ratioOfSums(pairSums([0, 0], [1, 2]))).toEqual(none);
  expect(savingOf(ratioOfSums(pairSums([Number.NaN], [1])))).toEqual(none);
  expect(ratioOfSums(pairSums([2], [1]))).toEqual({ ...none, estimate: 0.5 });
});

test("sums of parts are the sums of the whole, and the error is that of the residuals", () => {
  const pair = fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 2, maxLength: 40 }), fc.nat(), (pairs, choice) => {
      const cut = choice % pairs.length;
      const [a, b] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const whole = ratioOfSums(pairSums(a, b));
      const parts = ratioOfSums(
        addSums(pairSums(a.slice(0, cut), b.slice(0, cut)), pairSums(a.slice(cut), b.slice(cut))),
      );
      expect(parts.estimate).toBeCloseTo(whole.estimate as number, 9);
      const n = a.length;
      const mean = a.reduce((sum, value) => sum + value, 0) / n;
      const residual = pairs.reduce((sum, [a, b]) => sum + (b - (whole.estimate as number) * a) ** 2, 0);
      expect(whole.standardError).toBeCloseTo(Math.sqrt(residual / (n * (n - 1))) / mean, 5);
    }),
  );
});

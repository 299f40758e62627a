import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bettingDifference, bettingSequence } from "./confidence-sequence.ts";
import { eProcess } from "./e-process.ts";
import { mcnemarEvidence } from "./mcnemar.ts";
import { seeded } from "./seeded.ts";

test("looking after every pair is wrong about safety in at most 5 % of runs on the margin", () => {
  const random = seeded([1, 2, 3, 4]);
  let wrong = 0;
  for (let run = 0; run < 600; run += 1) {
    const process = eProcess({ planned: 500 });
    for (let pair = 0; pair < 600 && process.state().decision === null; pair += 1) {
      const draw = random.next() / 2 ** 32;
      process.take(draw < 0.1 ? -1 : draw < 0.15 ? 1 : 0);
    }
    if (process.state().decision === "safe") wrong += 1;
  }
  expect(wrong / 600).toBeLessThan(0.06);
});

test("wins and losses mirror: harm of one is safety of the other at the opposite margin", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(-1, 0, 1), { minLength: 1, maxLength: 120 }), (pairs) => {
      const one = eProcess({ margin: 0.05, planned: 200 });
      const other = eProcess({ margin: -0.05, planned: 200 });
      for (const pair of pairs) {
        one.take(pair);
        other.take(-pair);
      }
      expect(one.state().safe).toBeCloseTo(other.state().harm, 8);
    }),
  );
});

test("nothing is decided before the minimum, and a decision stays", () => {
  const process = eProcess({ planned: 500 });
  for (let pair = 1; pair < 30; pair += 1) expect(process.take(-1).decision).toBeNull();
  expect(process.take(-1).decision).toBe("harmful");
  for (let pair = 0; pair < 300; pair += 1) process.take(1);
  expect(process.state().decision).toBe("harmful");
});

test("a confidence sequence holds the mean of any values, and shrinks to it when the window is exhausted", () => {
  const value = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (x) => {
      const mean = x.reduce((sum, each) => sum + each, 0) / x.length;
      for (const planned of [undefined, 100]) {
        const options = planned === undefined ? {} : { planned };
        const { lower, upper } = bettingSequence(x, options);
        expect(lower).toBeLessThanOrEqual(mean + 1e-9);
        expect(upper).toBeGreaterThanOrEqual(mean - 1e-9);
        const whole = bettingSequence(x, { ...options, windowSize: x.length });
        expect(whole.lower).toBeCloseTo(mean, 6);
        expect(whole.upper).toBeCloseTo(mean, 6);
      }
    }),
  );
});

test("no pairs: everything is possible", () => {
  expect(bettingDifference([])).toEqual({ lower: -1, upper: 1 });
  expect(eProcess({ planned: 100 }).state()).toEqual({ pairs: 0, safe: 1, harm: 1, decision: null });
  expect(mcnemarEvidence(0, 0)).toBe(1);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { goodman, wilson, wilsonLower, wilsonUpper } from "./wilson.ts";

test.each([
  [81, 263, 0.2552885198782742, 0.36620957698280004],
  [15, 148, 0.06238639953073628, 0.16048724172330803],
  [0, 20, 0, 0.16112515805281938],
  [1, 29, 0.006113214292762667, 0.17175521879320288],
  [5, 5, 0.5655175352168251, 1],
])("%d of %d (Newcombe 1998)", (k, n, lower, upper) => {
  const interval = wilson(k, n);
  expect(interval.lower).toBeCloseTo(lower, 12);
  expect(interval.upper).toBeCloseTo(upper, 12);
});

test("nothing tried: nothing known", () => {
  expect(wilson(0, 0)).toEqual({ estimate: null, lower: 0, upper: 1 });
  expect([wilsonLower(0, 0), wilsonUpper(0, 0)]).toEqual([0, 1]);
});

test("one-sided bounds use the one-sided point", () => {
  expect(wilsonUpper(0, 59)).toBeCloseTo(0.04384603558524929, 12);
  expect(wilsonUpper(55, 300)).toBeCloseTo(0.22285437810780048, 12);
  expect(wilsonLower(245, 300)).toBeCloseTo(1 - 0.22285437810780048, 12);
});

test("the interval lies in [0, 1], holds its estimate, has exact ends and mirrors", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const k = share * n;
      const { estimate, lower, upper } = wilson(k, n);
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(upper).toBeLessThanOrEqual(1);
      expect(lower).toBeLessThanOrEqual((estimate ?? Number.NaN) + 1e-15);
      expect(upper).toBeGreaterThanOrEqual((estimate ?? Number.NaN) - 1e-15);
      expect(wilson(0, n).lower).toBe(0);
      expect(wilson(n, n).upper).toBe(1);
      expect(wilson(n - k, n).lower).toBeCloseTo(1 - upper, 12);
    }),
  );
});

test("simultaneous intervals of three verdicts (z = 2.393980)", () => {
  const [better, equivalent, worse] = goodman([120, 125, 55]);
  expect(better?.lower).toBeCloseTo(0.334774060696828, 12);
  expect(equivalent?.upper).toBeCloseTo(0.4857468259628882, 12);
  expect(worse?.upper).toBeCloseTo(0.24257878207832323, 12);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { signedSketch } from "./signed-sketch.ts";

const values = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((value) => value === 0 || Math.abs(value) > 1e-9),
  ),
  { minLength: 1, maxLength: 200 },
);

test("every quantile is within 1 % of the value at its rank, whatever the sign", () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
      const sketch = signedSketch();
      for (const value of all) sketch.add(value);
      const exact = all.toSorted((a, b) => a - b)[Math.floor(q * (all.length - 1))] as number;
      expect(Math.abs((sketch.quantile(q) as number) - exact)).toBeLessThanOrEqual(0.0100001 * Math.abs(exact));
    }),
  );
});

test("merging is exact in any order, and survives JSON", () => {
  fc.assert(
    fc.property(values, values, (some, others) => {
      const of = (all: readonly number[]) => {
        const sketch = signedSketch();
        for (const value of all) sketch.add(value);
        return sketch;
      };
      const whole = of([...some, ...others]).toJson();
      const merged = of(others);
      merged.merge(of(some));
      const { sum, ...counts } = merged.toJson();
      expect({ ...counts, sum: whole.sum }).toEqual(whole);
      expect(Math.abs(sum - whole.sum)).toBeLessThanOrEqual(1e-6 * Math.max(1, ...[...some, ...others].map(Math.abs)));
      const back = signedSketch(0.01, JSON.parse(JSON.stringify(whole)));
      expect(back.quantile(0.5)).toBe(of([...some, ...others]).quantile(0.5));
    }),
  );
});

test("weights count as occurrences; what is not a number is refused", () => {
  const sketch = signedSketch();
  sketch.add(-5, 0.25);
  sketch.add(100, 0.75);
  expect(sketch.quantile(0.2)).toBeCloseTo(-5, 1);
  expect(sketch.quantile(0.5)).toBeGreaterThan(98);
  expect(signedSketch().quantile(0.5)).toBeNull();
  expect(() => sketch.add(Number.NaN)).toThrow("finite");
  expect(() => sketch.add(1, 0)).toThrow("weight");
  expect(() => sketch.merge(signedSketch(0.02))).toThrow("0.02");
});

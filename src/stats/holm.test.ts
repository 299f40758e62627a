import * as fc from "fast-check";
import { expect, test } from "vitest";
import { holm } from "./holm.ts";

test("the example of R's p.adjust", () => {
  // p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
  expect(holm([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual([0.05, 0.08, 0.09, 0.09, 0.09]);
  // p.adjust(c(0.04, 0.001, 0.6), "holm")
  for (const [at, p] of holm([0.04, 0.001, 0.6]).entries()) expect(p).toBeCloseTo([0.08, 0.003, 0.6][at] ?? 2, 12);
  expect(holm([])).toEqual([]);
});

test("never smaller, at most 1, in the same order, and between one test and Bonferroni", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (pValues) => {
      const adjusted = holm(pValues);
      for (const [at, p] of pValues.entries()) {
        const own = adjusted[at] as number;
        expect(own >= p && own <= Math.min(1, p * pValues.length) + 1e-12).toBe(true);
        for (const [other, q] of pValues.entries()) if (p < q) expect(own <= (adjusted[other] as number)).toBe(true);
      }
    }),
  );
});

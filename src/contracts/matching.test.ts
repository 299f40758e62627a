import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { largestMatching, largestOrderedMatching } from "./matching.ts";

const table = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })).chain(([lefts, rights]) =>
  fc.tuple(
    fc.array(fc.array(fc.boolean(), { minLength: rights, maxLength: rights }), {
      minLength: lefts,
      maxLength: lefts,
    }),
    fc.constant(rights),
  ),
);

/** By trying everything. */
function most(rows: readonly (readonly boolean[])[], ordered: boolean, left = 0, used: readonly number[] = []): number {
  if (left === rows.length) return 0;
  let best = most(rows, ordered, left + 1, used);
  for (const [right, fits] of (rows[left] ?? []).entries()) {
    if (!fits || used.includes(right) || (ordered && right < Math.max(-1, ...used))) continue;
    best = Math.max(best, 1 + most(rows, ordered, left + 1, [...used, right]));
  }
  return best;
}

test("no other way makes more pairs, and each pair is one that fits", () => {
  fc.assert(
    fc.property(table, ([rows, rights]) => {
      const fits = (left: number, right: number): boolean => rows[left]?.[right] === true;
      const partners = largestMatching(rows.length, rights, fits);
      const made = partners.filter((right) => right !== -1);
      expect(new Set(made).size).toBe(made.length);
      for (const [left, right] of partners.entries()) if (right !== -1) expect(fits(left, right)).toBe(true);
      expect(made.length).toBe(most(rows, false));
      expect(largestOrderedMatching(rows.length, rights, fits)).toBe(most(rows, true));
    }),
    { numRuns: 300 },
  );
});

it("gives the first its partner up where the second can take no other", () => {
  const fits = (left: number, right: number): boolean => left === 0 || right === 0;
  expect(largestMatching(2, 2, fits)).toEqual([1, 0]);
});

it("takes a thousand calls that all look alike without a deep stack", () => {
  expect(largestMatching(1_000, 1_000, (left, right) => right <= left).filter((right) => right === -1)).toEqual([]);
});

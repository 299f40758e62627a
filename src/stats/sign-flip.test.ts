import { expect, test } from "vitest";
import { seeded } from "./seeded.ts";
import { signFlip } from "./sign-flip.ts";

test("beyond 16 pairs random signs come close to all signs", () => {
  const few = [1.5, -0.4, 2.2, 0.9, -1.1, 0.3, 1.8, -0.2, 0.7, 1.2, -0.9, 0.5, 0.1, -0.6, 1.4, 0.8];
  const exact = signFlip(few, seeded([1, 2, 3, 4]));
  // A pair of 0 changes nothing but the method.
  const drawn = signFlip([...few, 0], seeded([1, 2, 3, 4]));
  expect([exact.exact, drawn.exact]).toEqual([true, false]);
  expect(Math.abs(drawn.twoSided - exact.twoSided)).toBeLessThan(0.01);
});

test("never 0: what was seen counts as one of the draws", () => {
  const { twoSided } = signFlip(
    Array.from({ length: 200 }, () => 1),
    seeded([1, 2, 3, 4]),
  );
  expect(twoSided).toBe(1 / 10_000);
  expect(signFlip([], seeded([1, 2, 3, 4])).twoSided).toBe(1);
});

import { expect, test } from "vitest";
import { normalQuantile, Z95, Z95_ONE_SIDED } from "./normal.ts";

test("normal points", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(Z95, 14);
  expect(normalQuantile(0.95)).toBeCloseTo(Z95_ONE_SIDED, 14);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  expect(normalQuantile(0.999)).toBeCloseTo(3.090232306167813, 12);
  expect(normalQuantile(1e-20)).toBeCloseTo(-9.26234008979841, 12);
});

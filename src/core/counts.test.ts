import * as fc from "fast-check";
import { expect, test } from "vitest";
import { counted, thousands } from "./counts.ts";

test("counts have thousands separators, and one of a thing is one", () => {
  expect([0, 999, 5_994, 1_234_567].map(thousands)).toEqual(["0", "999", "5,994", "1,234,567"]);
  expect([counted(1, "row"), counted(0, "row"), counted(5_994, "row")]).toEqual(["1 row", "0 rows", "5,994 rows"]);
  expect(counted(2, "policy", "policies")).toBe("2 policies");
});

test("digits are grouped as a locale would group them", () => {
  const numbers = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ min: -1e12, max: 1e12, noNaN: true }));
  fc.assert(
    fc.property(numbers, (value) => {
      expect(thousands(value)).toBe((Math.round(value) + 0).toLocaleString("en-US"));
    }),
  );
});

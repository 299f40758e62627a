import { expect, test } from "vitest";
import { studentQuantile } from "./student-t.ts";

test.each([
  [1, 12.706204736432095],
  [2, 4.302652729911275],
  [3, 3.182446305284263],
  [5, 2.570581835636314],
  [30, 2.0422724563012373],
  [200, 1.9718962236316089],
  [201, 1.9718367],
  [1000, 1.9623390808264078],
])("Student's t with %d degrees", (degrees, point) => {
  expect(studentQuantile(0.975, degrees)).toBeCloseTo(point, 6);
});

test("Student's t passes from the sums to the expansion without a step", () => {
  const [before, at, after] = [199, 200, 201].map((degrees) => studentQuantile(0.975, degrees)) as [
    number,
    number,
    number,
  ];
  expect(at - after).toBeGreaterThan(0);
  expect(before - at).toBeCloseTo(at - after, 5);
});

import { expect, test } from "vitest";
import { triesForBound, zeroFailureUpper } from "./zero-failure.ts";

test("59 clean tries bound the rate by 5 %, 299 by 1 %", () => {
  expect(zeroFailureUpper(59)).toBeCloseTo(0.049507609888227, 12);
  expect(zeroFailureUpper(299)).toBeCloseTo(0.009969146792899286, 12);
  expect(zeroFailureUpper(5)).toBeCloseTo(0.4507197283469412, 12);
  expect(zeroFailureUpper(0)).toBe(1);
  expect(zeroFailureUpper(1e12)).toBeCloseTo(2.995732273553991e-12, 22);
});

test("tries needed", () => {
  expect([0.1, 0.05, 0.02, 0.01, 0.005].map((bound) => triesForBound(bound))).toEqual([29, 59, 149, 299, 598]);
});

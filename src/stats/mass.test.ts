import { expect, test } from "vitest";
import { atLeast, atMost, binomialMass, hypergeometricMass } from "./mass.ts";

test("a fair coin thrown four times", () => {
  const mass = binomialMass(4, 0.5);
  expect(mass.from).toBe(0);
  expect(mass.probabilities.map((p) => p * 16)).toEqual([1, 4, 6, 4, 1]);
  expect([atMost(mass, -1), atMost(mass, 1), atMost(mass, 9)]).toEqual([0, 5 / 16, 1]);
  expect([atLeast(mass, 5), atLeast(mass, 3), atLeast(mass, -2)]).toEqual([0, 5 / 16, 1]);
});

test("two of five drawn, three of them marked", () => {
  const mass = hypergeometricMass(2, 5, 3);
  expect(mass.from).toBe(0);
  expect(mass.probabilities.map((p) => Math.round(p * 10))).toEqual([1, 6, 3]);
});

test("all drawn, all marked or none marked leaves one possibility", () => {
  expect(hypergeometricMass(5, 5, 3)).toEqual({ from: 3, probabilities: [1] });
  expect(hypergeometricMass(2, 5, 5)).toEqual({ from: 2, probabilities: [1] });
  expect(hypergeometricMass(2, 5, 0)).toEqual({ from: 0, probabilities: [1] });
});

test("ten million trials add up to one within a few thousand terms", () => {
  const { probabilities } = binomialMass(10_000_000, 0.95);
  expect(probabilities.length).toBeLessThan(15_000);
  expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
});

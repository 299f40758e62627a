import { expect, test } from "vitest";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredShare } from "./clusters.ts";
import { wilson } from "./wilson.ts";

test("rows that repeat say no more than one of each", () => {
  const one = [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const repeated = one.flatMap((value) => [value, value, value, value]);
  const cluster = repeated.map((_, row) => Math.floor(row / 4));
  const { effective, lower, upper, fewClusters } = clusteredShare(repeated, cluster);
  // The design effect is exactly (n - 1) / (G - 1) here.
  expect(effective).toBeCloseTo((100 * 24) / 99, 10);
  expect(lower).toBeCloseTo(wilson(6, 25).lower, 1);
  expect(upper).toBeCloseTo(wilson(6, 25).upper, 1);
  expect(fewClusters).toBe(false);
});

test("nothing, one cluster, and all alike", () => {
  expect(clusteredShare([], [])).toMatchObject({ estimate: null, lower: 0, upper: 1, clusters: 0 });
  expect(clusteredShare([1, 0, 1], [5, 5, 5])).toMatchObject({ standardError: null, effective: 1, fewClusters: true });
  expect(clusteredShare([1, 1, 1], [1, 2, 3])).toMatchObject({ estimate: 1, upper: 1, effective: 3 });
});

test("the exact interval holds Wilson's estimate, and its ends are exact", () => {
  expect(clopperPearson(0, 20)).toMatchObject({ estimate: 0, lower: 0 });
  expect(clopperPearson(20, 20)).toMatchObject({ estimate: 1, upper: 1 });
  expect(clopperPearson(0, 0)).toEqual({ estimate: null, lower: 0, upper: 1 });
});

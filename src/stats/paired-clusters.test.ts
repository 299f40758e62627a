import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pairedClusters } from "./paired-clusters.ts";

const differences = fc.array(fc.constantFrom(-1, 0, 1), { minLength: 2, maxLength: 60 });

test("pairs that stand alone have no design effect", () => {
  fc.assert(
    fc.property(differences, (given) => {
      const { designEffect, better, worse } = pairedClusters(given, [...given.keys()]);
      expect(designEffect).toBe(1);
      expect(better).toBe(given.filter((one) => one === 1).length);
      expect(worse).toBe(given.filter((one) => one === -1).length);
    }),
  );
});

test("trials that always agree say no more than one of each", () => {
  fc.assert(
    fc.property(differences, fc.integer({ min: 2, max: 5 }), (given, times) => {
      fc.pre(new Set(given).size > 1);
      const repeated = given.flatMap((one) => Array.from({ length: times }, () => one));
      const cluster = repeated.map((_, index) => Math.floor(index / times));
      const { designEffect, clusters } = pairedClusters(repeated, cluster);
      expect(clusters).toBe(given.length);
      // (n - 1) / (G - 1) pairs of independent worth make one.
      expect(designEffect).toBeCloseTo((repeated.length - 1) / (given.length - 1), 9);
    }),
  );
});

test("nothing, one cluster, and all alike", () => {
  expect(pairedClusters([], [])).toEqual({ clusters: 0, designEffect: 1, better: 0, worse: 0 });
  expect(pairedClusters([1, 0, -1, -1], [7, 7, 7, 7])).toEqual({ clusters: 1, designEffect: 1, better: 0, worse: 1 });
  expect(pairedClusters([-1, -1, -1, -1], [1, 1, 2, 2])).toMatchObject({ designEffect: 1, worse: 2 });
});

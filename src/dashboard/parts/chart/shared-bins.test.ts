import { expect, it } from "vitest";
import { reached, sharedBins } from "./shared-bins.ts";

const BINS = sharedBins(
  [{ from_ms: 100, to_ms: 125, count: 3 }],
  [
    { from_ms: 10, to_ms: 12.5, count: 1 },
    { from_ms: 100, to_ms: 125, count: 4 },
  ],
);

it("puts the bins of both sides into one row, and leaves no hole in it", () => {
  expect(BINS).toEqual([
    { from_ms: 10, to_ms: 12.5, baseline: 0, candidate: 1 },
    { from_ms: 12.5, to_ms: 100, baseline: 0, candidate: 0 },
    { from_ms: 100, to_ms: 125, baseline: 3, candidate: 4 },
  ]);
});

it("says how much of each side lies below an edge", () => {
  expect(reached(BINS, "candidate")).toEqual([0.2, 0.2, 1]);
  expect(reached(BINS, "baseline")).toEqual([0, 0, 1]);
  expect(reached(sharedBins([], []), "baseline")).toEqual([]);
});

import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import type { Vector } from "./vectors.fixtures.ts";
import { ESTIMATE_RUNS } from "./vectors-estimates.fixtures.ts";
import { JUDGING_RUNS } from "./vectors-judging.fixtures.ts";
import { PAIR_RUNS } from "./vectors-pairs.fixtures.ts";
import { SEQUENCE_RUNS } from "./vectors-sequences.fixtures.ts";

const RUNS = [...ESTIMATE_RUNS, ...PAIR_RUNS, ...SEQUENCE_RUNS, ...JUDGING_RUNS];

/** Vectors of how alike two answers are: not numbers with intervals, and not of this room. */
const ELSEWHERE: readonly string[] = ["lexical_trigram_dice", "json_leaf_similarity"];

/** Leaves of ours that differ from theirs by more than the tolerance; what we compute must all be expected. */
function mismatches(ours: unknown, theirs: unknown, tolerance: number, path: string): readonly string[] {
  if (typeof ours === "number" && typeof theirs === "number") {
    return Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs))
      ? []
      : [`${path}: ${ours}, not ${theirs}`];
  }
  if (
    typeof ours === "number" &&
    typeof theirs === "object" &&
    theirs !== null &&
    "exact" in theirs &&
    "value" in theirs
  )
    return mismatches(ours, theirs.value, tolerance, path);
  if (typeof ours === "object" && ours !== null && typeof theirs === "object" && theirs !== null) {
    if (Array.isArray(theirs) && theirs.length !== (ours as unknown[]).length) return [`${path}: another length`];
    return Object.entries(ours).flatMap(([key, value]) => {
      return mismatches(value, theirs[key as keyof typeof theirs], tolerance, `${path}.${key}`);
    });
  }
  return ours === theirs ? [] : [`${path}: ${String(ours)}, not ${String(theirs)}`];
}

const FILE = new URL("../../../shared/reference/vectors.json", import.meta.url);
const present = existsSync(FILE);

describe("reference vectors", () => {
  beforeEach(({ skip }) => skip(!present, `the reference vectors are not there (${FILE.pathname})`));
  const vectors: readonly Vector[] = present ? JSON.parse(readFileSync(FILE, "utf8")).vectors : [];
  const runnable = vectors.flatMap((vector) => {
    const run = RUNS.find(([name]) => name.test(vector.name))?.[1];
    return run === undefined ? [] : [{ ...vector, run }];
  });

  test("every primitive here meets at least one", () => {
    for (const [name] of RUNS)
      expect(
        runnable.some((vector) => name.test(vector.name)),
        String(name),
      ).toBe(true);
    const left = vectors.filter(({ name }) => !RUNS.some(([known]) => known.test(name)));
    expect(left.map(({ name }) => name).sort()).toEqual(ELSEWHERE.toSorted());
    expect(runnable.length).toBe(159);
  });

  test.each(runnable)("$name", ({ name, inputs, expected, tol, run }) => {
    expect(mismatches(run(inputs), expected, tol, name)).toEqual([]);
  });
});

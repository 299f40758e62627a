import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { compareJson, lexicalSimilarity } from "./index.ts";

interface Vector {
  readonly name: string;
  readonly inputs: { readonly pairs: readonly (readonly [unknown, unknown])[] };
  readonly expected: readonly (number | { readonly value: number })[];
  readonly tol: number;
}

const RUNS: Readonly<Record<string, (a: unknown, b: unknown) => number>> = {
  lexical_trigram_dice: (a, b) => lexicalSimilarity(String(a), String(b)),
  json_leaf_similarity: (a, b) => compareJson(a, b).similarity,
};

const FILE = new URL("../../../shared/reference/vectors.json", import.meta.url);
const present = existsSync(FILE);

/** Those of the reference vectors that are of this room; `src/stats/vectors.test.ts` runs the other 159. */
describe("reference vectors", () => {
  beforeEach(({ skip }) => skip(!present, `the reference vectors are not there (${FILE.pathname})`));
  const vectors: readonly Vector[] = present ? JSON.parse(readFileSync(FILE, "utf8")).vectors : [];

  test.each(Object.entries(RUNS))("%s", (name, run) => {
    const vector = vectors.find((one) => one.name === name);
    expect(vector?.inputs.pairs.length).toBeGreaterThan(0);
    for (const [at, [a, b]] of (vector?.inputs.pairs ?? []).entries()) {
      const expected = vector?.expected[at];
      const value = typeof expected === "number" ? expected : expected?.value;
      expect(Math.abs(run(a, b) - (value ?? Number.NaN))).toBeLessThanOrEqual(vector?.tol ?? 0);
    }
  });
});

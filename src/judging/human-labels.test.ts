import { describe, expect, it } from "vitest";
import { crossCheck } from "./cross-check.ts";
import { humanResult, type HumanLabel } from "./human-labels.ts";
import { judgedGroups } from "./judged.fixtures.ts";
import { pairsOf } from "./summarise-judging.ts";

const pairs = pairsOf(
  judgedGroups([
    { bucket: "high", said: "equivalent", n: 150 },
    { bucket: "high", said: "better", n: 50 },
    { bucket: "major", said: "worse", n: 100 },
  ]),
);
const WEIGHTS = { high: 0.9, major: 0.1 };

/** People agree with the judge but for every fifth of its "worse". */
function labelsOf(each: number): readonly HumanLabel[] {
  let worse = 0;
  return pairs
    .filter((_, index) => index % each === 0)
    .map(({ request_id, verdict }) => {
      const lenient = verdict === "worse" && worse++ % 5 === 0;
      return {
        request_id,
        verdict: lenient || verdict === "unjudged" || verdict === null ? "equivalent" : verdict,
        who: "ann",
      };
    });
}

describe("human labels", () => {
  it("give agreement, the table of confusions, and the corrected share of worse", () => {
    const result = humanResult(labelsOf(2), pairs, WEIGHTS);
    expect(result).toMatchObject({
      labels: 150,
      labelled_pairs: 150,
      people: 1,
      withheld: null,
      human_agreement: null,
    });
    expect(result.confusion).toEqual([
      [40, 0, 0],
      [10, 75, 0],
      [0, 0, 25],
    ]);
    expect(result.kappa).toBeGreaterThan(0.85);
    expect(result.kappa).toBeLessThan(0.95);
    // In bucket major 80 % of the judge's "worse" are worse to people: 0.1 x 0.8.
    expect(result.worse?.estimate).toBeCloseTo(0.08, 6);
    expect(result.net?.estimate).toBeCloseTo(0.9 * 0.25 - 0.08, 6);
    expect(result.worse?.ci_95.lower).toBeLessThan(0.08);
    expect(result.worse?.ci_95.upper).toBeGreaterThan(0.08);
  });

  it("correct nothing below 50 pairs, where all say the same, or where a bucket has none", () => {
    expect(humanResult(labelsOf(10), pairs, WEIGHTS)).toMatchObject({
      net: null,
      withheld: expect.stringContaining("50") as string,
    });
    const same = labelsOf(2).map((label) => ({ ...label, verdict: "better" as const }));
    expect(humanResult(same, pairs, WEIGHTS).withheld).toContain("all labels say the same");
    const high = labelsOf(2).filter(
      ({ request_id }) => pairs.find((pair) => pair.request_id === request_id)?.bucket === "high",
    );
    expect(humanResult(high, pairs, WEIGHTS).withheld).toBe("bucket major has no labelled pair");
  });

  it("of two people say how far people agree, and labels of other pairs are told", () => {
    const ann = labelsOf(2);
    const bob = ann.slice(0, 50).map((label) => ({ ...label, who: "bob", verdict: "equivalent" as const }));
    const result = humanResult([...ann, ...bob, { request_id: "other", verdict: "worse", who: "bob" }], pairs, WEIGHTS);
    expect(result).toMatchObject({ labels: 200, labelled_pairs: 150, people: 2, unmatched: 1, human_agreement: 1 });
  });
});

describe("two judges of the same pairs", () => {
  it("are compared where both have a verdict", () => {
    const other = pairs
      .slice(0, 250)
      .map((pair, index) => ({ ...pair, verdict: index < 25 ? ("worse" as const) : pair.verdict }));
    const result = crossCheck(pairs, other);
    expect(result).toMatchObject({ pairs: 250, agreement: 0.9 });
    expect(result.confusion[1]).toEqual([25, 125, 0]);
    expect(crossCheck(pairs, [])).toMatchObject({ pairs: 0, kappa: null });
  });
});

import { describe, expect, it } from "vitest";
import { aggregateEvidence, type EvidenceCounts } from "./evidence.ts";

const NONE: EvidenceCounts = { measured: 0, recorded: 0, projected: 0, assumed: 0, unidentified: 0 };

describe("aggregateEvidence", () => {
  it.each<[Partial<EvidenceCounts>, string]>([
    [{ recorded: 5 }, "recorded"],
    [{ measured: 99, projected: 1 }, "projected"],
    [{ measured: 99.1, projected: 0.9 }, "measured"],
    [{ recorded: 98, projected: 1, assumed: 1 }, "assumed"],
    [{ recorded: 1_000, assumed: 9, unidentified: 9 }, "recorded"],
    [{ unidentified: 3, recorded: 3 }, "unidentified"],
  ])("of %j is the weakest that holds 1 %% or more: %s", (weights, expected) => {
    expect(aggregateEvidence({ ...NONE, ...weights })).toBe(expected);
  });

  it("of nothing is unidentified", () => {
    expect(aggregateEvidence(NONE)).toBe("unidentified");
  });
});

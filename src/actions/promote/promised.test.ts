import { describe, expect, it } from "vitest";
import type { Promotable } from "./promotable.ts";
import { objections } from "./promised.ts";

interface Given {
  readonly decision?: string;
  readonly e_decision?: string;
  readonly judged?: string;
  readonly prefix_n?: number;
}

const side = { evidence: "measured", p95_ms: 1, errors: 0 };

/** An experiment with responses, as far as it matters here. */
function measured({ decision, e_decision, judged, prefix_n = 100 }: Given = {}): Promotable {
  const result = {
    mode: "with_responses",
    requests: 100,
    baseline: side,
    candidate: side,
    differences: { cost: { saving: { estimate: 0.5 } } },
    primary: decision === undefined ? null : { decision },
    stopping: { state: "completed", e_decision: e_decision ?? null, prefix_n, planned_n: 100 },
  };
  return {
    id: "sim_1",
    result,
    judged: judged === undefined ? null : { run: "jdg_1", decision: judged },
  } as unknown as Promotable;
}

const said = (given: Given, force = false) => objections(measured(given), force).join(" ");

describe("what speaks against promoting", () => {
  it("is nothing where an outcome, or a judge, says that the candidate does no worse", () => {
    expect(said({ decision: "better" })).toBe("");
    expect(said({ judged: "no_worse" })).toBe("");
  });

  it("is a warning where nothing is decided, or the candidate does worse", () => {
    expect(said({})).toContain("no judge has");
    expect(said({ decision: "inconclusive" })).toBe("Its decision is inconclusive.");
    expect(said({ decision: "worse_within_margin" })).toBe("Its decision is worse within margin.");
    expect(said({ judged: "no_worse_but_tail_risk" })).toContain("no worse but tail risk (jdg_1)");
    expect(said({ judged: "void", decision: "no_worse" })).toContain("The judge's decision is void");
    expect(said({ decision: "no_worse", prefix_n: 40 })).toBe("It stands on 40 of 100 planned pairs (completed).");
  });

  it("takes force where the candidate does harm, or nothing is known yet", () => {
    for (const given of [
      { decision: "harmful" },
      { e_decision: "harmful", decision: "no_worse" },
      { judged: "harmful" },
    ]) {
      expect(() => said(given)).toThrow("harmful");
      expect(said(given, true)).toContain("Forced: ");
    }
    const nothing = { ...measured(), result: null };
    expect(() => objections(nothing, false)).toThrow("sim_1 has no result yet");
    expect(objections(nothing, true)).toEqual(["Forced: sim_1 has no result yet."]);
  });
});

import { describe, expect, it } from "vitest";
import { planOf } from "../../testing/plan-of.ts";

describe("single", () => {
  it("plans one attempt at its target and says so", () => {
    expect(planOf({ strategy: "single", model: "a:one" })).toEqual({
      node: { node: "attempt", target: "a:one", retries: 0 },
      policy_type: "single",
      leaf: "single",
      candidates: [{ model: "a:one", rank: 1, reason: "the only target" }],
      excluded: [],
      selection_reason: "the only target",
      arms: [],
    });
  });

  it("stands behind a bare target, a bare model name, and a model with its provider apart", () => {
    const whole = planOf({ strategy: "single", model: "a:one" });
    expect(planOf("a:one")).toEqual(whole);
    expect(planOf("a")).toEqual(whole);
    expect(planOf({ strategy: "single", model: "a", provider: "one" })).toEqual(whole);
  });

  it("plans its retries and parameters into the attempt", () => {
    const plan = planOf({ strategy: "single", model: "a:one", retries: 2, params: { temperature: 0 } });
    expect(plan.node).toEqual({ node: "attempt", target: "a:one", retries: 2, patch: { temperature: 0 } });
  });
});

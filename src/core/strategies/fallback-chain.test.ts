import { describe, expect, it } from "vitest";
import { DEFAULT_FALLBACK_ON } from "../attempts.ts";
import { planOf } from "../../testing/plan-of.ts";
import { factsOf, factsSnapshot } from "../../testing/world.ts";

describe("fallback_chain", () => {
  it("asks in order within its budget, after every failure but a cancelled or refused one", () => {
    const plan = planOf({ strategy: "fallback_chain", targets: ["b:one", "a:one"], budget_ms: 9_000 });
    expect(plan).toEqual({
      node: {
        node: "fallback",
        children: [
          { node: "attempt", target: "b:one", retries: 0 },
          { node: "attempt", target: "a:one", retries: 0 },
        ],
        on: DEFAULT_FALLBACK_ON,
        budget_ms: 9_000,
      },
      policy_type: "fallback_chain",
      leaf: "fallback_chain",
      candidates: [
        { model: "b:one", rank: 1, reason: "first in the chain" },
        { model: "a:one", rank: 2, reason: "fallback 1" },
      ],
      excluded: [],
      selection_reason: "first in the chain",
      arms: [],
    });
    expect(DEFAULT_FALLBACK_ON).not.toContain("cancelled");
    expect(DEFAULT_FALLBACK_ON).not.toContain("invalid_request");
    expect(DEFAULT_FALLBACK_ON).toContain("client_4xx");
  });

  it("goes by the old name and by failures of its own", () => {
    const plan = planOf({
      strategy: "fallback",
      targets: ["a:one", "b:one"],
      on: ["timeout", "guardrail"],
      retries: 1,
    });
    expect(plan.policy_type).toBe("fallback_chain");
    expect(plan.node).toMatchObject({ on: ["timeout", "guardrail"], children: [{ retries: 1 }, { retries: 1 }] });
  });

  it("keeps the budget of a lone target, and is that target without one", () => {
    expect(planOf({ strategy: "fallback_chain", targets: ["a:one"], budget_ms: 50 }).node.node).toBe("fallback");
    expect(planOf({ strategy: "fallback_chain", targets: ["a:one"] }).node.node).toBe("attempt");
  });

  it("nests any policy, and steps over one without an eligible target, saying why", () => {
    const noTools = {
      tools: false,
      images: null,
      json_schema: null,
      logprobs: null,
      context_window: null,
      max_output: null,
    };
    const facts = factsSnapshot([factsOf("a:one", { capabilities: noTools }), factsOf("b:one"), factsOf("c:two")]);
    const plan = planOf(
      { strategy: "fallback_chain", targets: [{ strategy: "cost_optimized", allow: ["a:one"] }, "b:one", "c:two"] },
      { facts, features: { needs: { tools: true, images: false, json_schema: false } } },
    );
    expect(plan.excluded).toEqual([{ model: "a:one", reason: "does not cover tools" }]);
    expect(plan.candidates).toEqual([
      { model: "b:one", rank: 1, reason: "fallback 1" },
      { model: "c:two", rank: 2, reason: "fallback 2" },
    ]);
    expect(plan.selection_reason).toBe("fallback 1, those before it have no eligible target");
    expect(plan.node).toMatchObject({ children: [{ target: "b:one" }, { target: "c:two" }] });
  });

  it("names the nested policy behind a candidate", () => {
    const plan = planOf({ strategy: "fallback_chain", targets: ["a:one", { strategy: "latency", allow: ["b:one"] }] });
    expect(plan.candidates[1]).toEqual({
      model: "b:one",
      rank: 2,
      reason: "fallback 1 (latency: fastest in allowlist)",
    });
  });
});

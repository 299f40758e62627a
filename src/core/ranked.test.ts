import { describe, expect, it } from "vitest";
import { OperatorError } from "./errors.ts";
import { UNKNOWN_CAPABILITIES, type TargetFacts } from "./facts.ts";
import type { RateCard } from "./rates.ts";
import { planOf } from "../testing/plan-of.ts";
import { factsOf, factsSnapshot } from "../testing/world.ts";

/** USD per million tokens. */
function price(input: number, output: number): RateCard {
  const tier = { from_input_tokens: 0, input: input / 1e6, cache_read: 0, cache_write: 0, output: output / 1e6 };
  return { source: "user", spans: [{ from: Number.NEGATIVE_INFINITY, tiers: [tier] }] };
}

function health(ttft_ms: number | null, ms_per_token: number | null, failures = 0): Pick<TargetFacts, "health"> {
  return { health: { window: "5m", attempts: 50, failures, ttft_ms, ms_per_token } };
}

function order(strategy: string, targets: readonly TargetFacts[], features = {}): readonly string[] {
  return planOf({ strategy }, { facts: factsSnapshot(targets), features }).candidates.map(({ model }) => model);
}

describe("cost_optimized", () => {
  const targets = [
    factsOf("dear:one", { rates: price(2.5, 10) }),
    factsOf("long:one", { rates: price(0.1, 4) }),
    factsOf("short:one", { rates: price(0.6, 0.6) }),
    factsOf("unpriced:one"),
  ];

  it("asks the cheapest first, the others as fallback, those without a price last", () => {
    const allow = ["dear:one", "long:one", "unpriced:one"];
    const plan = planOf({ strategy: "cost_optimized", allow }, { facts: factsSnapshot(targets) });
    expect(plan).toMatchObject({ policy_type: "cost_optimized", leaf: "cost_optimized", selection_reason: "cheapest" });
    expect(plan.candidates).toEqual([
      { model: "long:one", rank: 1, reason: "cheapest in allowlist" },
      { model: "dear:one", rank: 2, reason: "fallback" },
      { model: "unpriced:one", rank: 3, reason: "fallback" },
    ]);
    expect(plan.node).toMatchObject({ node: "fallback", children: [{ target: "long:one" }, {}, {}] });
  });

  it("goes by `price` too, and needs no allowlist", () => {
    const plan = planOf({ strategy: "price" }, { facts: factsSnapshot(targets) });
    expect(plan.policy_type).toBe("cost_optimized");
    expect(plan.candidates[0]).toEqual({ model: "short:one", rank: 1, reason: "cheapest" });
    expect(plan.candidates).toHaveLength(4);
  });

  it("weighs the request's input against the expected output", () => {
    expect(order("cost_optimized", targets, { input_tokens: 100_000 })[0]).toBe("long:one");
    expect(order("cost_optimized", targets, { input_tokens: 10 })[0]).toBe("short:one");
  });

  it("expects of a target what its endpoint's answers usually take", () => {
    const talkative = { overall: 100, by_endpoint: { summarise: 9_000 } };
    const known = [
      factsOf("long:one", { rates: price(0.1, 1), expected_output: talkative }),
      factsOf("short:one", { rates: price(0.6, 0.6) }),
    ];
    expect(order("cost_optimized", known, { endpoint: "summarise" })[0]).toBe("short:one");
    expect(order("cost_optimized", known, { endpoint: "triage" })[0]).toBe("long:one");
  });

  it("gives retries and parameters to each attempt", () => {
    const policy = { strategy: "cost_optimized", allow: ["dear:one", "dear:one"], retries: 1, params: { top_p: 1 } };
    const plan = planOf(policy, { facts: factsSnapshot(targets) });
    expect(plan.node).toEqual({ node: "attempt", target: "dear:one", retries: 1, patch: { top_p: 1 } });
  });
});

describe("latency and throughput", () => {
  const targets = [
    factsOf("slow-start:one", health(2_000, 2)),
    factsOf("slow-flow:one", health(100, 10)),
    factsOf("unseen:one", { rates: price(0.1, 0.1) }),
    factsOf("half-seen:one", { ...health(100, null), rates: price(0.05, 0.05) }),
  ];

  it("rank by time to the whole answer and by time per token, unknown ones last and by price", () => {
    expect(order("latency", targets)).toEqual(["slow-start:one", "slow-flow:one", "half-seen:one", "unseen:one"]);
    const brief = targets.map((facts) => ({ ...facts, expected_output: { overall: 20, by_endpoint: {} } }));
    expect(order("latency", brief)[0]).toBe("slow-flow:one");
    expect(order("throughput", brief)[0]).toBe("slow-start:one");
  });
});

describe("quality", () => {
  const targets = [
    factsOf("plain:one", { quality: { score: 0.7, by_tag: { legal: 0.95 } }, rates: price(1, 1) }),
    factsOf("fine:one", { quality: { score: 0.9, by_tag: {} }, rates: price(9, 9) }),
    factsOf("unscored:one", { rates: price(20, 20) }),
  ];

  it("ranks by score, the score of a tag before the overall one, missing ones last", () => {
    expect(order("quality", targets)).toEqual(["fine:one", "plain:one", "unscored:one"]);
    expect(order("quality", targets, { tags: ["x", "legal"] })).toEqual(["plain:one", "fine:one", "unscored:one"]);
  });

  it("takes the dearest for the best where nobody has a score", () => {
    const unscored = targets.map(({ target, rates }) => factsOf(target, { rates }));
    expect(order("quality", [...unscored, factsOf("unpriced:one")])).toEqual([
      "unscored:one",
      "fine:one",
      "plain:one",
      "unpriced:one",
    ]);
  });
});

describe("every ranking", () => {
  it("leaves out what does not cover the request, and says why", () => {
    const facts = factsSnapshot([
      factsOf("a:one", { capabilities: { ...UNKNOWN_CAPABILITIES, tools: false, images: false } }),
      factsOf("b:one", { capabilities: { ...UNKNOWN_CAPABILITIES, context_window: 999 } }),
      factsOf("c:one", { capabilities: { ...UNKNOWN_CAPABILITIES, json_schema: false, context_window: 1_000 } }),
    ]);
    const features = { input_tokens: 1_000, needs: { tools: true, images: true, json_schema: false } };
    const plan = planOf({ strategy: "latency" }, { facts, features });
    expect(plan.excluded).toEqual([
      { model: "a:one", reason: "does not cover tools, images" },
      { model: "b:one", reason: "does not cover context" },
    ]);
    expect(plan.candidates.map(({ model }) => model)).toEqual(["c:one"]);
    const schema = { input_tokens: null, needs: { tools: true, images: false, json_schema: true } };
    expect(planOf({ strategy: "latency" }, { facts, features: schema }).candidates).toEqual([
      { model: "b:one", rank: 1, reason: "fastest" },
    ]);
  });

  it("refuses where nothing is left", () => {
    const facts = factsSnapshot([factsOf("a:one", { capabilities: { ...UNKNOWN_CAPABILITIES, tools: false } })]);
    const plan = planOf(
      { strategy: "price" },
      { facts, features: { needs: { tools: true, images: false, json_schema: false } } },
    );
    expect(plan.node).toEqual({ node: "refuse", reason: "no eligible target" });
    expect(plan).toMatchObject({ candidates: [], selection_reason: "no eligible target" });
  });

  it("puts failing and cooling targets behind the healthy ones, in rank order", () => {
    const at = Date.UTC(2026, 3, 15);
    const facts = factsSnapshot([
      factsOf("a:one", { rates: price(1, 1), cooldown_until: at + 1 }),
      factsOf("b:one", { rates: price(2, 2), ...health(1, 1, 25) }),
      factsOf("c:one", { rates: price(3, 3) }),
      factsOf("d:one", { rates: price(4, 4) }),
    ]);
    const plan = planOf({ strategy: "cost_optimized" }, { facts, features: { created_at: at } });
    expect(plan.candidates).toEqual([
      { model: "c:one", rank: 1, reason: "cheapest" },
      { model: "d:one", rank: 2, reason: "fallback" },
      { model: "a:one", rank: 3, reason: "cooling down" },
      { model: "b:one", rank: 4, reason: "failing at the moment" },
    ]);
    const only = planOf({ strategy: "price", allow: ["a:one"] }, { facts, features: { created_at: at } });
    expect(only.selection_reason).toBe("cooling down");
  });

  it("says which name of an allowlist nobody serves, or several", () => {
    const facts = factsSnapshot([factsOf("a:one"), factsOf("a:two")]);
    const refused = (allow: readonly string[]): unknown => {
      try {
        return planOf({ strategy: "quality", allow }, { facts });
      } catch (error) {
        return error instanceof OperatorError ? [error.code, error.place.field] : error;
      }
    };
    expect(refused(["a:one", "z"])).toEqual(["target_unknown", "allow[1]"]);
    expect(refused(["a"])).toEqual(["target_ambiguous", "allow[0]"]);
  });

  it("refuses to choose among no targets", () => {
    expect(() => planOf({ strategy: "throughput" }, { facts: factsSnapshot([]) })).toThrow("no target to choose from");
  });
});

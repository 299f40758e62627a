import { describe, expect, it } from "vitest";
import { planOf } from "../../testing/plan-of.ts";
import { factsOf, factsSnapshot } from "../../testing/world.ts";

const NOON = Date.UTC(2026, 3, 15, 12);

function failing(failures: number, attempts = 40): object {
  return { health: { window: "5m", attempts, failures, ttft_ms: null, ms_per_token: null } };
}

function factsWith(known: Readonly<Record<string, object>>): ReturnType<typeof factsSnapshot> {
  return factsSnapshot(["a:one", "b:one", "c:two"].map((target) => factsOf(target, known[target])));
}

const POLICY = { strategy: "priority", targets: ["a:one", "b:one", "c:two"] };

describe("priority", () => {
  it("asks in the order written while all are well", () => {
    const plan = planOf(POLICY, { facts: factsWith({}) });
    expect(plan.candidates).toEqual([
      { model: "a:one", rank: 1, reason: "first healthy" },
      { model: "b:one", rank: 2, reason: "next in order" },
      { model: "c:two", rank: 3, reason: "next in order" },
    ]);
    expect(plan).toMatchObject({ policy_type: "priority", leaf: "priority", selection_reason: "first healthy" });
    expect(plan.node).toMatchObject({
      node: "fallback",
      budget_ms: null,
      children: [{ target: "a:one" }, { target: "b:one" }, { target: "c:two" }],
    });
  });

  it("puts failing and cooling targets last, with the reason", () => {
    const facts = factsWith({ "a:one": failing(20), "b:one": { cooldown_until: NOON + 1 } });
    const plan = planOf(POLICY, { facts, features: { created_at: NOON } });
    expect(plan.candidates).toEqual([
      { model: "c:two", rank: 1, reason: "first healthy" },
      { model: "a:one", rank: 2, reason: "failing at the moment" },
      { model: "b:one", rank: 3, reason: "cooling down" },
    ]);
  });

  it("takes a target for well below half of its attempts failing, below 20 attempts, and once it has cooled down", () => {
    const facts = factsWith({ "a:one": failing(19), "b:one": failing(19, 19), "c:two": { cooldown_until: NOON } });
    const plan = planOf(POLICY, { facts, features: { created_at: NOON } });
    expect(plan.candidates.map((candidate) => candidate.model)).toEqual(["a:one", "b:one", "c:two"]);
  });

  it("says so where none is well", () => {
    const facts = factsWith({ "a:one": failing(40), "b:one": failing(40), "c:two": failing(40) });
    expect(planOf(POLICY, { facts }).selection_reason).toBe("failing at the moment");
  });

  it("gives its retries to the targets that name none of their own", () => {
    const targets = ["a:one", { strategy: "single", model: "b:one", retries: 0 }];
    const plan = planOf({ strategy: "priority", targets, retries: 3 });
    expect(plan.node).toMatchObject({ children: [{ retries: 3 }, { retries: 0 }] });
  });
});

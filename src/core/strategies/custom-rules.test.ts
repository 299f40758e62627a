import { describe, expect, it } from "vitest";
import { planOf } from "../../testing/plan-of.ts";
import { factsSnapshot, factsOf } from "../../testing/world.ts";

const POLICY = {
  strategy: "custom_rules",
  rules: [
    { name: "heavy users", when: { end_user_spend_percentile: { $gte: 0.9 } }, then: "a:one" },
    { when: { tags: "batch" }, then: { strategy: "cost_optimized", allow: ["b:one", "c:two"] } },
  ],
  default: "d:two",
};

const FACTS = factsSnapshot(
  ["a:one", "b:one", "c:two", "d:two"].map((target) => factsOf(target)),
  { ada: 0.95, ben: 0.2 },
);

describe("custom_rules", () => {
  it("takes the first rule that holds, by its name", () => {
    const plan = planOf(POLICY, { facts: FACTS, features: { end_user: "ada", tags: ["batch"] } });
    expect(plan).toMatchObject({
      node: { node: "attempt", target: "a:one" },
      policy_type: "custom_rules",
      leaf: "single",
      selection_reason: "heavy users holds: the only target",
    });
  });

  it("shows the condition of a rule without a name", () => {
    const plan = planOf(POLICY, { facts: FACTS, features: { end_user: "ben", tags: ["batch"] } });
    expect(plan.selection_reason).toBe(`rule 2 ({"tags":"batch"}) holds: cheapest`);
    expect(plan.leaf).toBe("cost_optimized");
  });

  it("falls to the default, also where the field is not known", () => {
    for (const end_user of ["ben", "nobody", null]) {
      const plan = planOf(POLICY, { facts: FACTS, features: { end_user } });
      expect(plan.node).toMatchObject({ target: "d:two" });
      expect(plan.selection_reason).toBe("no rule holds, the default: the only target");
    }
  });

  it("names the place of a condition nobody can read, however deep", () => {
    const rules = [{ when: { $or: [{ stream: true }, { sizes: 3 }] }, then: "a:one" }];
    const nested = { strategy: "priority", targets: ["b:one", { strategy: "custom_rules", rules, default: "a:one" }] };
    expect(() => planOf(nested)).toThrow("`targets[1].rules[0].when.$or[1].sizes`: unknown field");
  });
});

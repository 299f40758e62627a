import { describe, expect, it } from "vitest";
import { UNKNOWN_CAPABILITIES } from "../facts.ts";
import { planOf } from "../../testing/plan-of.ts";
import { factsOf, factsSnapshot } from "../../testing/world.ts";

describe("ensemble", () => {
  it("asks all members at once, each vote alike", () => {
    const plan = planOf({ strategy: "ensemble", members: ["a:one", "b:one", "c:two"], combine: "voting" });
    expect(plan.node).toMatchObject({
      node: "ensemble",
      combine: "voting",
      weights: [1, 1, 1],
      children: [{ target: "a:one" }, { target: "b:one" }, { target: "c:two" }],
    });
    expect(plan).toMatchObject({ policy_type: "ensemble", selection_reason: "combined by voting" });
    expect(plan.candidates[2]).toEqual({ model: "c:two", rank: 3, reason: "member 3" });
  });

  it("weighs members only where it is told to weigh", () => {
    const members = ["a:one", "b:one"];
    const weights = [3, 1];
    expect(planOf({ strategy: "ensemble", members, combine: "weighted", weights }).node).toMatchObject({ weights });
    expect(planOf({ strategy: "ensemble", members, combine: "voting", weights }).node).toMatchObject({
      weights: [1, 1],
    });
  });

  it("goes on without members that have no eligible target, and their weights", () => {
    const noImages = { capabilities: { ...UNKNOWN_CAPABILITIES, images: false } };
    const facts = factsSnapshot([factsOf("a:one", noImages), factsOf("b:one"), factsOf("c:two")]);
    const features = { needs: { tools: false, images: true, json_schema: false } };
    const blind = { strategy: "quality", allow: ["a:one"] };
    const members = [blind, "b:one", "c:two"];
    const weighted = { strategy: "ensemble", members, combine: "weighted", weights: [5, 2, 1] };
    expect(planOf(weighted, { facts, features }).node).toMatchObject({ weights: [2, 1] });
    const pair = { strategy: "ensemble", members: [blind, "b:one"], combine: "voting" };
    expect(planOf(pair, { facts, features }).node).toMatchObject({ node: "attempt", target: "b:one" });
    const nobody = { strategy: "ensemble", members: [blind, blind], combine: "voting" };
    expect(planOf(nobody, { facts, features }).node).toEqual({
      node: "refuse",
      reason: "no member has an eligible target",
    });
  });
});

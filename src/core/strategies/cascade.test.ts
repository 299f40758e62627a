import { describe, expect, it } from "vitest";
import { OperatorError } from "../errors.ts";
import { UNKNOWN_CAPABILITIES } from "../facts.ts";
import { targetsOf } from "../plan.ts";
import { planOf } from "../../testing/plan-of.ts";
import { factsOf, factsSnapshot } from "../../testing/world.ts";

describe("cascade", () => {
  it("asks its steps in order and says what is accepted", () => {
    const accept = { finish_reason: "stop", tool_calls: "valid" };
    const plan = planOf({ strategy: "cascade", steps: ["a:one", "b:one", "c:two"], accept });
    expect(plan.node).toEqual({
      node: "cascade",
      children: ["a:one", "b:one", "c:two"].map((target) => ({ node: "attempt", target, retries: 0 })),
      accept: { finish_reason: ["stop"], tool_calls: "valid" },
    });
    expect(plan.candidates.map(({ reason }) => reason)).toEqual(["first step", "escalation 1", "escalation 2"]);
    expect(plan).toMatchObject({ policy_type: "cascade", leaf: "cascade", selection_reason: "first step" });
  });

  it("resolves its judge, who counts among the targets it may call", () => {
    const accept = { judge: { target: "d", criterion: "is correct", min: 0.8 } };
    const plan = planOf({ strategy: "cascade", steps: ["a:one", "b:one"], accept });
    expect(targetsOf(plan.node)).toEqual(["a:one", "b:one", "d:two"]);
    expect(() =>
      planOf({ strategy: "cascade", steps: ["a:one", "b:one"], accept: { judge: { ...accept.judge, target: "who" } } }),
    ).toThrow(expect.objectContaining({ code: "target_unknown", place: { field: "accept.judge.target" } }) as Error);
  });

  it("refuses to accept on logprobs of a target known to give none, unless it is the last step", () => {
    const facts = factsSnapshot([
      factsOf("a:one", { capabilities: { ...UNKNOWN_CAPABILITIES, logprobs: false } }),
      factsOf("b:one"),
    ]);
    const accept = { min_mean_logprob: -0.5 };
    expect(() => planOf({ strategy: "cascade", steps: ["a:one", "b:one"], accept }, { facts })).toThrow(OperatorError);
    expect(() => planOf({ strategy: "cascade", steps: ["a:one", "b:one"], accept }, { facts })).toThrow("a:one");
    expect(planOf({ strategy: "cascade", steps: ["b:one", "a:one"], accept }, { facts }).node.node).toBe("cascade");
  });

  it("nests policies as steps", () => {
    const plan = planOf({
      strategy: "cascade",
      steps: [{ strategy: "fallback_chain", targets: ["a:one", "b:one"] }, "c:two"],
      accept: { not_refusal: true },
    });
    expect(plan.node).toMatchObject({ children: [{ node: "fallback" }, { node: "attempt", target: "c:two" }] });
    expect(plan.candidates).toEqual([
      { model: "a:one", rank: 1, reason: "first step (fallback_chain: first in the chain)" },
      { model: "c:two", rank: 2, reason: "escalation 1" },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { compilePolicy } from "../compile.ts";
import type { OperatorError } from "../errors.ts";
import { UNKNOWN_CAPABILITIES } from "../facts.ts";
import { targetsOf } from "../plan.ts";
import { parsePolicy } from "../policy.ts";
import { planOf } from "../../testing/plan-of.ts";
import { factsOf, factsSnapshot, worldOf } from "../../testing/world.ts";

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
    const refused = (first: unknown): OperatorError => {
      const policy = parsePolicy({
        strategy: "priority",
        targets: [{ strategy: "cascade", steps: [first, "b:one"], accept }],
      });
      try {
        compilePolicy(policy, worldOf(facts, { cheap: "a:one" }));
      } catch (error) {
        return error as OperatorError;
      }
      return expect.fail("compiled");
    };
    // Before any request is planned, whatever the request would make of the step.
    for (const first of [
      "a:one",
      { strategy: "latency" },
      { strategy: "config", name: "cheap" },
      { strategy: "custom_rules", rules: [{ when: { tools: true }, then: "a:one" }], default: "b:one" },
    ]) {
      expect(refused(first)).toMatchObject({
        code: "policy_invalid",
        message: "`min_mean_logprob` needs logprobs, which a:one does not give",
        place: { field: "targets[0].accept.min_mean_logprob" },
      });
    }
    expect(
      planOf({ strategy: "cascade", steps: [{ strategy: "price", allow: ["b:one"] }, "a:one"], accept }, { facts }).node
        .node,
    ).toBe("cascade");
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

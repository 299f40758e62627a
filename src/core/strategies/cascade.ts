import { acceptSchema } from "../accept.ts";
import * as z from "zod";
import { joined } from "../attempts.ts";
import { OperatorError } from "../errors.ts";
import type { Accept, PlanNode } from "../plan.ts";
import { defineStrategy, inside, type CompileContext, type Planner, type Policy } from "../strategy.ts";

interface Cascade extends Policy {
  readonly steps: readonly Policy[];
  readonly accept: Accept;
}

function needLogprobs(step: Planner, context: CompileContext, place: string): void {
  const without = [...context.reach(step)].find((target) => context.capabilities(target).logprobs === false);
  if (without === undefined) return;
  throw new OperatorError("policy_invalid", `\`min_mean_logprob\` needs logprobs, which ${without} does not give`, {
    field: inside(place, "accept.min_mean_logprob"),
    hint: "Every step but the last needs targets that give logprobs; or accept on another signal.",
  });
}

/** Cheap first: the next step is asked only where the answer so far is not accepted. */
export const cascade = defineStrategy<Cascade>({
  name: "cascade",
  aliases: [],
  summary: "cheap first; the next step only where the answer is not accepted (answers are buffered)",
  example: { strategy: "cascade", steps: ["gpt-4o-mini:openai", "gpt-4o:openai"], accept: { tool_calls: "valid" } },
  schema: (policy) =>
    z.strictObject({
      strategy: z.string(),
      steps: z
        .array(policy.meta({ title: "Step" }))
        .min(2)
        .meta({ title: "Steps", description: "Asked one after the other; the last answer is taken as it is." }),
      accept: acceptSchema,
    }),
  mapChildren: (policy, change) => ({
    ...policy,
    steps: policy.steps.map((child, index) => change(child, `steps[${index}]`)),
  }),
  compile: (policy, context, place) => {
    const steps = policy.steps.map((step, index) => context.compile(step, inside(place, `steps[${index}]`)));
    if (policy.accept.min_mean_logprob !== undefined)
      for (const step of steps.slice(0, -1)) needLogprobs(step, context, place);
    const judge = policy.accept.judge;
    const accept: Accept =
      judge === undefined
        ? policy.accept
        : {
            ...policy.accept,
            judge: { ...judge, target: context.resolve(judge.target, inside(place, "accept.judge.target")) },
          };
    return (ask) => {
      const plans = steps.map((step) => step(ask));
      const children = plans.map((plan) => plan.node).filter((node) => node.node !== "refuse");
      const node: PlanNode =
        children.length > 1
          ? { node: "cascade", children, accept }
          : (children[0] ?? { node: "refuse", reason: "no step has an eligible target" });
      return joined(plans, { node, policy_type: "cascade", selection_reason: "first step" }, (index) =>
        index === 0 ? "first step" : `escalation ${index}`,
      );
    };
  },
});

import * as z from "zod";
import { joined } from "../attempts.ts";
import { COMBINE, type Combine, type PlanNode } from "../plan.ts";
import { defineStrategy, inside, type Policy } from "../strategy.ts";

interface Ensemble extends Policy {
  readonly members: readonly Policy[];
  readonly combine: Combine;
  readonly weights?: readonly number[];
}

/** All members at once; one answer by vote, by weight, or the first valid one. */
export const ensemble = defineStrategy<Ensemble>({
  name: "ensemble",
  aliases: [],
  summary: "all members at once; one answer by vote, by weight, or the first valid one (answers are buffered)",
  example: {
    strategy: "ensemble",
    members: ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic", "mistral-small-latest:mistral"],
    combine: "voting",
  },
  schema: (policy) =>
    z
      .strictObject({
        strategy: z.string(),
        members: z
          .array(policy.meta({ title: "Member" }))
          .min(2)
          .meta({ title: "Members", description: "Asked at once." }),
        combine: z.enum(COMBINE).meta({
          title: "Combined by",
          description: "What more than half gave (by weight where weighted), or the first that did not fail.",
        }),
        weights: z
          .array(z.number().min(0).meta({ title: "Weight" }))
          .optional()
          .meta({ title: "Weights", description: "One for each member; needed for weighted." }),
      })
      .refine((ensemble) => ensemble.weights === undefined || ensemble.weights.length === ensemble.members.length, {
        path: ["weights"],
        message: "expected one weight for each member",
      })
      .refine((ensemble) => ensemble.combine !== "weighted" || ensemble.weights !== undefined, {
        path: ["weights"],
        message: "`weighted` needs weights, one for each member",
      })
      .refine((ensemble) => ensemble.weights === undefined || ensemble.weights.some((weight) => weight > 0), {
        path: ["weights"],
        message: "the weights add up to zero: expected at least one above 0",
      }),
  mapChildren: (policy, change) => ({
    ...policy,
    members: policy.members.map((child, index) => change(child, `members[${index}]`)),
  }),
  compile: (policy, context, place) => {
    const members = policy.members.map((member, index) => context.compile(member, inside(place, `members[${index}]`)));
    return (ask) => {
      const plans = members.map((member) => member(ask));
      const willing = plans.map((plan, index) => ({ plan, index })).filter(({ plan }) => plan.node.node !== "refuse");
      const weight = (index: number): number => (policy.combine === "weighted" ? (policy.weights?.[index] ?? 1) : 1);
      const node: PlanNode =
        willing.length > 1
          ? {
              node: "ensemble",
              children: willing.map(({ plan }) => plan.node),
              combine: policy.combine,
              weights: willing.map(({ index }) => weight(index)),
            }
          : (willing[0]?.plan.node ?? { node: "refuse", reason: "no member has an eligible target" });
      return joined(
        plans,
        { node, policy_type: "ensemble", selection_reason: `combined by ${policy.combine}` },
        (index) => `member ${index + 1}`,
      );
    };
  },
});

import * as z from "zod";
import { attemptKeys, fallback, joined } from "../attempts.ts";
import { compileListed, mapListed, type ListedChildren } from "../listed-children.ts";
import { firstTarget, type Plan } from "../plan.ts";
import { UNWELL } from "../question.ts";
import { defineStrategy } from "../strategy.ts";

/** The first healthy target as written; the rest follow as fallback, unhealthy ones last. */
export const priority = defineStrategy<ListedChildren>({
  name: "priority",
  aliases: [],
  summary: "the first healthy target, in the order written",
  example: { strategy: "priority", targets: ["gpt-4o:openai", "claude-sonnet-4-5:anthropic"] },
  schema: (policy) =>
    z.strictObject({
      strategy: z.string(),
      targets: z
        .array(policy.meta({ title: "Target" }))
        .min(1)
        .meta({ title: "Targets", description: "In order; those that fail or cool down go to the end." }),
      retries: attemptKeys.retries,
    }),
  mapChildren: mapListed,
  compile: (policy, context, place) => {
    const children = compileListed(policy, context, place);
    return (ask): Plan => {
      const ranked = children
        .map((child) => child(ask))
        .map((plan) => {
          const target = plan.policy_type === "single" ? firstTarget(plan.node) : null;
          const state = target === null ? 0 : ask(context.question({ kind: "health", target }, target));
          return { plan, state };
        })
        .toSorted((a, b) => Number(a.state > 0) - Number(b.state > 0));
      const plans = ranked.map(({ plan }) => plan);
      const reason = (index: number): string => {
        const state = (ranked[index] as (typeof ranked)[number]).state;
        return state > 0 ? (UNWELL[state] as string) : index === 0 ? "first healthy" : "next in order";
      };
      return joined(
        plans,
        { node: fallback(plans.map((plan) => plan.node)), policy_type: "priority", selection_reason: reason(0) },
        reason,
      );
    };
  },
});

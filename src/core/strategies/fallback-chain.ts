import * as z from "zod";
import { attemptKeys, failureClasses, fallback, joined } from "../attempts.ts";
import { compileListed, mapListed, type ListedChildren } from "../listed-children.ts";
import type { FailureClass } from "../outcome.ts";
import { defineStrategy } from "../strategy.ts";

interface FallbackChain extends ListedChildren {
  readonly budget_ms?: number;
  readonly on?: readonly FailureClass[];
}

/** One target after the other until one answers, within one budget of time. */
export const fallbackChain = defineStrategy<FallbackChain>({
  name: "fallback_chain",
  aliases: ["fallback"],
  summary: "one target after the other until one answers, within one budget of time",
  example: { strategy: "fallback_chain", targets: ["gpt-4o:openai", "claude-sonnet-4-5:anthropic"], budget_ms: 30_000 },
  schema: (policy) =>
    z.strictObject({
      strategy: z.string(),
      targets: z
        .array(policy.meta({ title: "Target" }))
        .min(1)
        .meta({ title: "Targets", description: "Asked one after the other until one answers." }),
      budget_ms: z
        .number()
        .positive()
        .optional()
        .meta({
          title: "Budget (ms)",
          description: "One deadline over all tries and waits.",
          examples: [30_000],
        }),
      on: failureClasses.optional(),
      retries: attemptKeys.retries,
    }),
  mapChildren: mapListed,
  compile: (policy, context, place) => {
    const children = compileListed(policy, context, place);
    const options = {
      ...(policy.on === undefined ? {} : { on: policy.on }),
      ...(policy.budget_ms === undefined ? {} : { budget_ms: policy.budget_ms }),
    };
    return (ask) => {
      const plans = children.map((child) => child(ask));
      const node = fallback(
        plans.map((plan) => plan.node),
        options,
      );
      return joined(plans, { node, policy_type: "fallback_chain", selection_reason: "first in the chain" }, (index) =>
        index === 0 ? "first in the chain" : `fallback ${index}`,
      );
    };
  },
});

import * as z from "zod";
import { compileCondition } from "../conditions.ts";
import { FIELDS } from "../fields.ts";
import type { Plan } from "../plan.ts";
import { defineStrategy, inside, type Policy } from "../strategy.ts";

interface CustomRules extends Policy {
  readonly rules: readonly { readonly name?: string; readonly when: unknown; readonly then: Policy }[];
  readonly default: Policy;
}

/** The policy of the first rule whose condition holds, else the default. */
export const customRules = defineStrategy<CustomRules>({
  name: "custom_rules",
  aliases: ["rules"],
  summary: "the policy of the first rule whose condition holds, else the default",
  example: {
    strategy: "custom_rules",
    rules: [{ when: { input_tokens: { $gt: 8000 } }, then: "gpt-4o:openai" }],
    default: "gpt-4o-mini:openai",
  },
  schema: (policy) =>
    z.strictObject({
      strategy: z.string(),
      rules: z
        .array(
          z
            .strictObject({
              name: z.string().optional().meta({ title: "Name" }),
              when: z.record(z.string(), z.unknown()).meta({
                title: "When",
                description: `Tests that must all hold, of ${FIELDS.join(", ")} and metadata.PATH.`,
                examples: [
                  { input_tokens: { $gt: 8000 } },
                  { end_user_spend_percentile: { $gte: 0.9 } },
                  { tags: { $in: ["support"] } },
                ],
              }),
              then: policy.meta({ title: "Then" }),
            })
            .meta({ title: "Rule" }),
        )
        .min(1)
        .meta({ title: "Rules", description: "The first whose condition holds decides." }),
      default: policy.meta({ title: "Otherwise", description: "Where no rule holds." }),
    }),
  mapChildren: (policy, change) => ({
    ...policy,
    rules: policy.rules.map((rule, index) => ({ ...rule, then: change(rule.then, `rules[${index}].then`) })),
    default: change(policy.default, "default"),
  }),
  compile: (policy, context, place) => {
    const rules = policy.rules.map((rule, index) => {
      const at = inside(place, `rules[${index}]`);
      return {
        holds: compileCondition(rule.when, context, `${at}.when`),
        then: context.compile(rule.then, `${at}.then`),
        label: rule.name ?? `rule ${index + 1} (${JSON.stringify(rule.when)})`,
      };
    });
    const otherwise = context.compile(policy.default, inside(place, "default"));
    const because = (plan: Plan, why: string): Plan => ({
      ...plan,
      policy_type: "custom_rules",
      selection_reason: `${why}: ${plan.selection_reason}`,
    });
    return (ask) => {
      for (const rule of rules) if (rule.holds(ask)) return because(rule.then(ask), `${rule.label} holds`);
      return because(otherwise(ask), "no rule holds, the default");
    };
  },
});

import * as z from "zod";
import { hash64 } from "../dice.ts";
import { defineStrategy, inside, type Policy } from "../strategy.ts";

interface AbTest extends Policy {
  readonly split: readonly { readonly weight: number; readonly name: string; readonly policy: Policy }[];
  readonly salt?: string;
}

/** The dice of a split that was never stored. */
const UNSALTED = "unsalted";

/** Upper ends of the arms' intervals in [0, 1], in written order. */
function intervalEnds(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  return weights.map((weight, index) => {
    reached += weight;
    return index === weights.length - 1 ? 1 : reached / total;
  });
}

/** Users split over arms by weight; a user stays on an arm. */
export const abTest = defineStrategy<AbTest>({
  name: "ab_test",
  aliases: [],
  summary: "users split over arms by weight; a user stays on an arm",
  example: {
    strategy: "ab_test",
    split: [
      { weight: 90, name: "control", policy: { strategy: "single", model: "gpt-4o:openai" } },
      { weight: 10, name: "candidate", policy: { strategy: "single", model: "gpt-4o-mini:openai" } },
    ],
  },
  schema: (policy) =>
    z.strictObject({
      strategy: z.string(),
      split: z
        .array(
          z
            .strictObject({
              weight: z.number().min(0).meta({ title: "Weight", description: "Only proportions count." }),
              name: z.string().min(1).meta({ title: "Name", description: "A different one for each arm." }),
              policy: policy.meta({ title: "Policy" }),
            })
            .meta({ title: "Arm" }),
        )
        .min(1)
        .refine(
          (split) => split.some((arm) => arm.weight > 0),
          "the weights add up to zero: expected at least one above 0",
        )
        .refine(
          (split) => new Set(split.map((arm) => arm.name)).size === split.length,
          "expected a different name for each arm",
        )
        .meta({ title: "Arms", description: "Users are split over them by weight, in the order written." }),
      salt: z.string().min(1).optional().meta({
        title: "Salt",
        description: "What the dice depend on, beside the user; made when the config is stored.",
      }),
    }),
  mapChildren: (policy, change) => ({
    ...policy,
    split: policy.split.map((arm, index) => ({ ...arm, policy: change(arm.policy, `split[${index}].policy`) })),
  }),
  compile: (policy, context, place) => {
    const salt = hash64(policy.salt ?? UNSALTED);
    const ends = intervalEnds(policy.split.map((arm) => arm.weight));
    const die = context.question(
      { kind: "die", saltHi: salt.hi, saltLo: salt.lo, ends },
      `${policy.salt ?? UNSALTED} ${ends.join()}`,
    );
    const arms = policy.split.map((arm, index) => ({
      name: arm.name,
      plan: context.compile(arm.policy, inside(place, `split[${index}].policy`)),
    }));
    return (ask) => {
      const arm = arms[ask(die)] as (typeof arms)[number];
      const plan = arm.plan(ask);
      return {
        ...plan,
        policy_type: "ab_test",
        arms: [arm.name, ...plan.arms],
        selection_reason: `arm ${arm.name}: ${plan.selection_reason}`,
      };
    };
  },
});

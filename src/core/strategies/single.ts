import * as z from "zod";
import { attempt, attemptKeys, type AttemptKeys } from "../attempts.ts";
import { defineStrategy, inside, type Policy } from "../strategy.ts";
import { targetText } from "../target-text.ts";

interface Single extends Policy, AttemptKeys {
  readonly model: string;
  readonly provider?: string;
}

/** Every request to one target. */
export const single = defineStrategy<Single>({
  name: "single",
  aliases: [],
  summary: "every request to one target",
  example: { strategy: "single", model: "gpt-4o-mini:openai" },
  schema: () =>
    z.strictObject({
      strategy: z.string(),
      model: targetText("Target", "A model at a provider, such as gpt-4o-mini:openai; or a model name alone."),
      provider: z.string().min(1).optional().meta({
        title: "Provider",
        description: "Who serves it, where the target is a model name alone.",
      }),
      ...attemptKeys,
    }),
  mapChildren: (policy) => policy,
  compile: (policy, context, place) => {
    const text = policy.provider === undefined ? policy.model : `${policy.model}:${policy.provider}`;
    const target = context.resolve(text, inside(place, "model"));
    const plan = {
      node: attempt(target, policy),
      policy_type: "single",
      leaf: "single",
      candidates: [{ model: target, rank: 1, reason: "the only target" }],
      excluded: [],
      selection_reason: "the only target",
      arms: [],
    };
    return () => plan;
  },
});

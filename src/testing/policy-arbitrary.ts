import * as fc from "fast-check";
import { DEFAULT_FALLBACK_ON } from "../core/attempts.ts";
import type { Target } from "../core/target.ts";

const ATOMS: readonly (readonly [string, readonly unknown[]])[] = [
  ["model", ["gpt-4o", { $ne: "gpt-4o" }, { $in: ["gpt-4o", "gpt-4o-mini"] }, { $regex: "^gpt-" }]],
  ["project", ["shop", { $nin: ["shop"] }]],
  ["endpoint", ["triage", null, { $exists: true }]],
  ["end_user", ["ada", { $not: "ada" }, { $regex: "^[ab]" }]],
  ["session", [{ $exists: false }]],
  ["tags", ["vip", { $in: ["vip", "batch"] }, { $nin: ["batch"] }, { $exists: false }]],
  ["feature", ["triage"]],
  ["metadata.plan", ["pro", { $ne: "pro" }]],
  ["metadata.team.size", [{ $gt: 3, $lte: 7 }]],
  ["input_tokens", [{ $gt: 8_000 }, { $lte: 500 }, { $gte: 1_000, $lt: 4_000 }]],
  ["tools", [true, false]],
  ["stream", [true]],
  ["hour", [{ $gte: 9, $lt: 17 }]],
  ["weekday", [{ $in: [6, 7] }]],
  ["time_of_day", [{ $lt: "06:30" }]],
  ["end_user_spend_percentile", [{ $gte: 0.9 }, { $exists: true }, { $lt: 0.5 }]],
];

/** Any condition over the features of `featuresArbitrary`. */
export function conditionArbitrary(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const atom = fc.oneof(...ATOMS.map(([field, tests]) => fc.constantFrom(...tests).map((test) => ({ [field]: test }))));
  return fc.letrec<{ condition: Readonly<Record<string, unknown>> }>((tie) => ({
    condition: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      atom,
      fc.tuple(atom, atom).map(([one, other]) => ({ ...one, ...other })),
      fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((all) => ({ $and: all })),
      fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((any) => ({ $or: any })),
      tie("condition").map((inner) => ({ $not: inner })),
    ),
  })).condition;
}

function acceptArbitrary(): fc.Arbitrary<unknown> {
  return fc
    .record(
      {
        finish_reason: fc.constantFrom<unknown>("stop", ["stop", "tool_calls"]),
        min_output_tokens: fc.integer({ min: 1, max: 500 }),
        not_refusal: fc.constant(true),
        json_schema: fc.constant(true),
        tool_calls: fc.constantFrom("present", "valid"),
        min_mean_logprob: fc.integer({ min: -20, max: 0 }).map((steps) => steps / 10),
        self_reported: fc.constant({ pointer: "/confidence", min: 0.5 }),
      },
      { requiredKeys: [] },
    )
    .filter((accept) => Object.keys(accept).length > 0);
}

/**
 * Any valid policy over these targets, nested up to three deep: every strategy but `config`, which needs a store.
 * @param targets at least one; each written as `model:provider`
 */
export function policyArbitrary(targets: readonly Target[]): fc.Arbitrary<unknown> {
  const target = fc.constantFrom(...targets);
  const retries = fc.integer({ min: 0, max: 2 });
  const keys = { requiredKeys: ["strategy", "model"] as ["strategy", "model"] };
  const single = fc.record({ strategy: fc.constant("single"), model: target, retries }, keys);
  const ranked = fc.record(
    {
      strategy: fc.constantFrom("cost_optimized", "price", "latency", "throughput", "quality"),
      allow: fc.uniqueArray(target, { minLength: 1, maxLength: 4 }),
      retries,
    },
    { requiredKeys: ["strategy"] },
  );
  return fc.letrec<{ policy: unknown }>((tie) => {
    const policy = tie("policy");
    const several = fc.array(policy, { minLength: 2, maxLength: 3 });
    return {
      policy: fc.oneof(
        { maxDepth: 3, depthSize: "medium", withCrossShrink: true },
        target,
        single,
        ranked,
        fc.record(
          { strategy: fc.constant("priority"), targets: several, retries },
          { requiredKeys: ["strategy", "targets"] },
        ),
        fc.record(
          {
            strategy: fc.constant("fallback_chain"),
            targets: several,
            retries,
            budget_ms: fc.integer({ min: 1, max: 40_000 }),
            on: fc.uniqueArray(fc.constantFrom(...DEFAULT_FALLBACK_ON, "guardrail"), { minLength: 1 }),
          },
          { requiredKeys: ["strategy", "targets"] },
        ),
        fc.record({
          strategy: fc.constant("custom_rules"),
          rules: fc.array(fc.record({ when: conditionArbitrary(), then: policy }), { minLength: 1, maxLength: 3 }),
          default: policy,
        }),
        fc.record({ strategy: fc.constant("cascade"), steps: several, accept: acceptArbitrary() }),
        fc.record(
          {
            strategy: fc.constant("ab_test"),
            split: fc
              .array(fc.record({ weight: fc.integer({ min: 0, max: 90 }), policy }), { minLength: 1, maxLength: 3 })
              .map((arms) => arms.map((arm, index) => ({ ...arm, name: `arm ${index}`, weight: arm.weight + 1 }))),
            salt: fc.constantFrom("salt-1", "salt-2"),
          },
          { requiredKeys: ["strategy", "split"] },
        ),
        several.chain((members) =>
          fc.record(
            {
              strategy: fc.constant("ensemble"),
              members: fc.constant(members),
              combine: fc.constantFrom("voting", "first_valid", "weighted"),
              weights: fc.array(fc.integer({ min: 1, max: 5 }), {
                minLength: members.length,
                maxLength: members.length,
              }),
            },
            { requiredKeys: ["strategy", "members", "combine", "weights"] },
          ),
        ),
      ),
    };
  }).policy;
}

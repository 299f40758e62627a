import { parsePolicy } from "../src/core/policy.ts";
import type { NamedPolicy } from "../src/actions/policy-reference.ts";

const MINI = "gpt-4o-mini:openai";
const GPT_4O = "gpt-4o:openai";
const SONNET = "claude-sonnet-4-5:anthropic";
const HAIKU = "claude-haiku-4-5:anthropic";
const FLASH = "gemini-2.5-flash:google";
const MINI_41 = "gpt-4.1-mini:openai";
const TARGETS = [MINI, GPT_4O, SONNET, HAIKU, FLASH, MINI_41];

function named(name: string, policy: unknown): NamedPolicy {
  return { policy: parsePolicy(policy), name, version: null, file: null };
}

/** One policy of each kind that is timed. */
export const TIMED_POLICIES: readonly NamedPolicy[] = [
  named("single", { strategy: "single", model: MINI }),
  named("cost_optimized", { strategy: "cost_optimized", allow: [MINI, HAIKU, FLASH] }),
  named("latency", { strategy: "latency", allow: [MINI, HAIKU, FLASH] }),
  named("custom_rules", {
    strategy: "custom_rules",
    rules: [
      { name: "long", when: { input_tokens: { $gt: 4_000 } }, then: FLASH },
      { name: "team", when: { tags: "team:3", "metadata.region": { $in: ["eu", "us"] } }, then: GPT_4O },
      { name: "place", when: { endpoint: { $regex: "^endpoint-[1-3]$" } }, then: HAIKU },
      { name: "night", when: { hour: { $lt: 5 }, tools: false }, then: MINI_41 },
    ],
    default: MINI,
  }),
  named("ab_test nested", {
    strategy: "ab_test",
    split: [
      { weight: 80, name: "control", policy: GPT_4O },
      {
        weight: 20,
        name: "candidate",
        policy: {
          strategy: "ab_test",
          split: [
            { weight: 1, name: "mini", policy: MINI },
            { weight: 1, name: "haiku", policy: HAIKU },
          ],
        },
      },
    ],
  }),
  named("fallback_chain", { strategy: "fallback_chain", targets: [SONNET, GPT_4O, MINI], budget_ms: 20_000 }),
  named("cascade", {
    strategy: "cascade",
    steps: [MINI, GPT_4O],
    accept: { not_refusal: true, finish_reason: ["stop", "tool_calls"], tool_calls: "valid" },
  }),
];

const PAIRS = TARGETS.flatMap((cheap) =>
  TARGETS.filter((dear) => dear !== cheap).map((dear) => [cheap, dear] as const),
);

/** All choices of at least two targets. */
const CHOICES = Array.from({ length: 2 ** TARGETS.length }, (_, mask) =>
  TARGETS.filter((_target, bit) => ((mask >> bit) & 1) === 1),
).filter(({ length }) => length >= 2);

/** So many different policies, as somebody searching for the best one would write them by a loop. */
export function policyGrid(count: number): readonly NamedPolicy[] {
  const families: readonly (readonly unknown[])[] = [
    TARGETS.map((model) => ({ strategy: "single", model })),
    CHOICES.flatMap((allow) => [0, 1, 2].map((retries) => ({ strategy: "cost_optimized", allow, retries }))),
    CHOICES.map((allow) => ({ strategy: "latency", allow })),
    PAIRS.flatMap(([small, large]) =>
      [500, 1_000, 2_000, 4_000, 8_000, 16_000].map((tokens) => ({
        strategy: "custom_rules",
        rules: [{ name: "long", when: { input_tokens: { $gt: tokens } }, then: large }],
        default: small,
      })),
    ),
    PAIRS.flatMap(([one, other]) =>
      [1, 5, 10, 25, 50].map((weight) => ({
        strategy: "ab_test",
        split: [
          { weight: 100 - weight, name: "control", policy: one },
          { weight, name: "candidate", policy: other },
        ],
      })),
    ),
    PAIRS.flatMap((targets) =>
      [2_000, 5_000, 10_000, 20_000].map((budget_ms) => ({ strategy: "fallback_chain", targets, budget_ms })),
    ),
    PAIRS.flatMap((steps) =>
      [5, 20, 60, 200].map((min_output_tokens) => ({
        strategy: "cascade",
        steps,
        accept: { not_refusal: true, min_output_tokens },
      })),
    ),
    CHOICES.map((targets) => ({ strategy: "priority", targets, retries: 1 })),
    CHOICES.map((allow) => ({ strategy: "throughput", allow })),
    PAIRS.flatMap(([most, some]) =>
      ["team:1", "team:4", "plan:free", "plan:team"].map((tag) => ({
        strategy: "custom_rules",
        rules: [{ name: tag, when: { tags: tag, tools: false }, then: some }],
        default: most,
      })),
    ),
  ];
  const grid: NamedPolicy[] = [];
  for (let turn = 0; grid.length < count; turn++) {
    const before = grid.length;
    for (const family of families) {
      const policy = family[turn];
      if (policy !== undefined && grid.length < count) grid.push(named(`policy ${grid.length + 1}`, policy));
    }
    if (grid.length === before) throw new Error(`the grid has no more than ${before} policies`);
  }
  return grid;
}

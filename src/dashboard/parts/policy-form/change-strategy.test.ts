import * as fc from "fast-check";
import { expect, it } from "vitest";
import { policyMistakes } from "../../../core/policy.ts";
import { describedStrategies, type DescribedStrategy } from "../../../core/strategy-schemas.ts";
import { policyArbitrary } from "../../../testing/policy-arbitrary.ts";
import { asStrategy, strategiesByName } from "./change-strategy.ts";

const ALL = describedStrategies();
const BY_NAME = strategiesByName(ALL);

function turned(policy: unknown, to: string): unknown {
  return asStrategy(policy, BY_NAME.get(to) ?? null, BY_NAME);
}

it("goes on with the policies and targets that were there", () => {
  const chain = {
    strategy: "fallback_chain",
    targets: ["a:x", { strategy: "latency" }, "b:x"],
    retries: 2,
    budget_ms: 9,
  };
  const inside = ["a:x", { strategy: "latency" }, "b:x"];
  expect(turned(chain, "priority")).toEqual({ strategy: "priority", targets: inside, retries: 2 });
  expect(turned(chain, "cascade")).toEqual({ strategy: "cascade", steps: inside, accept: { tool_calls: "valid" } });
  expect(turned(chain, "custom_rules")).toMatchObject({
    rules: [{ then: "a:x" }, { then: { strategy: "latency" } }],
    default: "b:x",
  });
  expect(turned(chain, "ab_test")).toMatchObject({
    split: [
      { name: "control", weight: 90, policy: "a:x" },
      { name: "candidate", policy: { strategy: "latency" } },
      { name: "candidate 3", policy: "b:x" },
    ],
  });
  expect(turned(chain, "single")).toEqual({ strategy: "single", model: "a:x", retries: 2 });
  expect(turned(chain, "cost_optimized")).toMatchObject({ allow: ["a:x", "", "b:x"], retries: 2 });
  expect(turned(chain, "")).toBe("a:x");
});

it("a target becomes the first of many, with whatever else it holds", () => {
  expect(turned("a:x", "cascade")).toMatchObject({ steps: ["a:x", "gpt-4o:openai"] });
  expect(turned({ strategy: "single", model: "a:x" }, "priority")).toEqual({ strategy: "priority", targets: ["a:x"] });
  const single = { strategy: "single", model: "a:x", params: { temperature: 0 } };
  expect(turned(single, "fallback_chain")).toEqual({ strategy: "fallback_chain", targets: [single] });
  expect(turned(single, "")).toBe("a:x");
});

it("keeps keys that nobody knows, and begins with nothing at all", () => {
  expect(turned({ strategy: "single", model: "a:x", mine: 1 }, "latency")).toMatchObject({ mine: 1 });
  expect(turned(undefined, "cascade")).toEqual({ ...BY_NAME.get("cascade")?.example });
  expect(turned(undefined, "")).toBe("");
  expect(turned(undefined, "config")).toEqual({ strategy: "config", name: "" });
  expect(turned({ strategy: "nonsense", steps: 3 }, "single")).toMatchObject({ strategy: "single", steps: 3 });
});

it("makes a policy of every policy, whichever strategy it is turned to", () => {
  const others = ALL.filter(({ name }) => name !== "config");
  fc.assert(
    fc.property(
      policyArbitrary(["gpt-4o:openai", "claude-haiku-4-5:anthropic"]),
      fc.constantFrom<DescribedStrategy>(...others),
      (policy, to) => {
        const next = asStrategy(policy, to, BY_NAME);
        const mistakes = policyMistakes(next).filter(({ field }) => !/^(?:allow|weights)\b/u.test(field));
        expect([next, mistakes]).toEqual([next, []]);
      },
    ),
    { numRuns: 300 },
  );
});

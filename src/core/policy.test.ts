import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OperatorError } from "./errors.ts";
import { mapChildren, parsePolicy, strategyOf } from "./policy.ts";
import { STRATEGIES } from "./strategies/index.ts";
import { policyArbitrary } from "../testing/arbitraries.ts";

function refusal(policy: unknown): OperatorError {
  try {
    parsePolicy(policy, "cheaper.json");
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(policy)} was taken`);
}

const ACCEPT = { not_refusal: true };

describe("parsePolicy", () => {
  it("takes the example of every strategy, under its name and its aliases", () => {
    for (const { name, aliases, example } of STRATEGIES) {
      expect(parsePolicy(example).strategy).toBe(name);
      for (const alias of aliases) expect(parsePolicy({ ...example, strategy: alias })).toEqual(parsePolicy(example));
    }
    expect(strategyOf("price")?.name).toBe("cost_optimized");
  });

  it("takes a target wherever a policy may stand", () => {
    expect(parsePolicy("gpt-4o:openai")).toEqual({ strategy: "single", model: "gpt-4o:openai" });
    expect(parsePolicy({ strategy: "priority", targets: ["gpt-4o"] })).toEqual({
      strategy: "priority",
      targets: [{ strategy: "single", model: "gpt-4o" }],
    });
  });

  it("gives back what it takes: parsing again changes nothing", () => {
    fc.assert(
      fc.property(policyArbitrary(["a:one", "b:two"]), (policy) => {
        const parsed = parsePolicy(policy);
        expect(parsePolicy(parsed)).toEqual(parsed);
        expect(parsePolicy(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, unknown, string, string]>([
    ["an unknown key", { strategy: "single", modle: "x" }, "modle", "unknown key; expected strategy, model, provider"],
    ["a number for a policy", 3, "", "expected a policy"],
    ["an empty target", "", "", "found an empty text"],
    ["no strategy", { model: "x" }, "strategy", "found nothing"],
    ["a missing list", { strategy: "priority" }, "targets", "expected array, found nothing"],
    ["an empty list", { strategy: "fallback_chain", targets: [] }, "targets", ">=1"],
    ["a lone step", { strategy: "cascade", steps: ["a:b"], accept: ACCEPT }, "steps", ">=2"],
    ["no signal", { strategy: "cascade", steps: ["a:b", "c:d"], accept: {} }, "accept", "at least one signal"],
    [
      "an unknown signal",
      { strategy: "cascade", steps: ["a:b", "c:d"], accept: { confidence: 1 } },
      "accept.confidence",
      "unknown key",
    ],
    [
      "a signal of the wrong kind",
      { strategy: "cascade", steps: ["a:b", "c:d"], accept: { finish_reason: 4 } },
      "accept.finish_reason",
      "expected string, found number, or expected array",
    ],
    ["half a retry", { strategy: "single", model: "a:b", retries: 0.5 }, "retries", "expected int"],
    ["a negative budget", { strategy: "fallback_chain", targets: ["a:b"], budget_ms: -1 }, "budget_ms", ">0"],
    ["an unknown failure", { strategy: "fallback_chain", targets: ["a:b"], on: ["bad"] }, "on[0]", "timeout"],
    ["no arms", { strategy: "ab_test", split: [] }, "split", ">=1"],
    [
      "weights of zero",
      { strategy: "ab_test", split: [{ weight: 0, name: "a", policy: "a:b" }] },
      "split",
      "the weights add up to zero",
    ],
    [
      "a negative weight",
      { strategy: "ab_test", split: [{ weight: -1, name: "a", policy: "a:b" }] },
      "split[0].weight",
      ">=0",
    ],
    [
      "two arms of one name",
      {
        strategy: "ab_test",
        split: [
          { weight: 1, name: "a", policy: "a:b" },
          { weight: 1, name: "a", policy: "a:b" },
        ],
      },
      "split",
      "a different name for each arm",
    ],
    [
      "a mistake in an arm",
      {
        strategy: "ab_test",
        split: [
          { weight: 1, name: "a", policy: "a:b" },
          { weight: 1, name: "b", policy: { strategy: "price", allow: [7] } },
        ],
      },
      "split[1].policy.allow[0]",
      "expected string, found number",
    ],
    [
      "a mistake three deep",
      {
        strategy: "fallback_chain",
        targets: [
          "a:b",
          { strategy: "custom_rules", rules: [{ when: {}, then: { strategy: "nope" } }], default: "a:b" },
        ],
      },
      "targets[1].rules[0].then.strategy",
      'found "nope"',
    ],
    [
      "weights for some members",
      { strategy: "ensemble", members: ["a:b", "c:d"], combine: "voting", weights: [1] },
      "weights",
      "one weight for each member",
    ],
    [
      "missing weights",
      { strategy: "ensemble", members: ["a:b", "c:d"], combine: "weighted" },
      "weights",
      "needs weights",
    ],
    [
      "weightless members",
      { strategy: "ensemble", members: ["a:b", "c:d"], combine: "weighted", weights: [0, 0] },
      "weights",
      "the weights add up to zero",
    ],
    ["a version of 0", { strategy: "config", name: "a", version: 0 }, "version", ">0"],
  ])("refuses %s by its place", (_, policy, field, message) => {
    const error = refusal(policy);
    expect(error.code).toBe("policy_invalid");
    expect(error.place).toEqual(field === "" ? { file: "cheaper.json" } : { file: "cheaper.json", field });
    expect(error.message).toContain(message);
  });

  it("lists the strategies there are beside one that is not", () => {
    const error = refusal({ strategy: "cheapest" });
    for (const { name } of STRATEGIES) expect(error.message).toContain(name);
    expect(error.message).toContain('found "cheapest"');
  });
});

describe("mapChildren", () => {
  it("reaches every policy directly inside, with its place, and leaves the rest alone", () => {
    const places = (policy: unknown): readonly string[] => {
      const found: string[] = [];
      mapChildren(parsePolicy(policy), (child, place) => {
        found.push(`${place} ${String(child["model"])}`);
        return child;
      });
      return found;
    };
    expect(places({ strategy: "priority", targets: ["a", "b"] })).toEqual(["targets[0] a", "targets[1] b"]);
    expect(places({ strategy: "fallback_chain", targets: ["a"] })).toEqual(["targets[0] a"]);
    expect(places({ strategy: "cascade", steps: ["a", "b"], accept: ACCEPT })).toEqual(["steps[0] a", "steps[1] b"]);
    expect(places({ strategy: "ensemble", members: ["a", "b"], combine: "voting" })).toEqual([
      "members[0] a",
      "members[1] b",
    ]);
    expect(places({ strategy: "custom_rules", rules: [{ when: {}, then: "a" }], default: "b" })).toEqual([
      "rules[0].then a",
      "default b",
    ]);
    expect(places({ strategy: "ab_test", split: [{ weight: 1, name: "x", policy: "a" }] })).toEqual([
      "split[0].policy a",
    ]);
    for (const leaf of ["a", { strategy: "latency" }, { strategy: "config", name: "x" }])
      expect(places(leaf)).toEqual([]);
  });

  it("puts the changed policies in place of the old", () => {
    fc.assert(
      fc.property(policyArbitrary(["a:one", "b:two"]), (policy) => {
        const parsed = parsePolicy(policy);
        expect(mapChildren(parsed, (child) => child)).toEqual(parsed);
        const changed = mapChildren(parsed, () => ({ strategy: "single", model: "z:z" }));
        mapChildren(changed, (child) => {
          expect(child).toEqual({ strategy: "single", model: "z:z" });
          return child;
        });
      }),
      { numRuns: 100 },
    );
  });
});

import { expect, it } from "vitest";
import { policyTree, type PolicyNode } from "./policy-tree.ts";
import { readPolicy } from "./policy-text.ts";

/** A tree as indented lines. */
function lines({ strategy, title, settings, branches }: PolicyNode, depth = 0): readonly string[] {
  const own = `${"  ".repeat(depth)}${strategy === "single" ? title : strategy}${settings.map((one) => ` (${one})`).join("")}`;
  return [
    own,
    ...branches.flatMap(({ label, node }) => [`${"  ".repeat(depth + 1)}${label}:`, ...lines(node, depth + 2)]),
  ];
}

it("says of every place in a policy what leads there", () => {
  const policy = {
    strategy: "custom_rules",
    rules: [
      { name: "long", when: { input_tokens: { $gt: 8000 } }, then: "a:x" },
      { when: { stream: true }, then: { strategy: "cascade", steps: ["a:x", "b:x"], accept: { not_refusal: true } } },
    ],
    default: {
      strategy: "ab_test",
      split: [
        { name: "control", weight: 3, policy: { strategy: "fallback_chain", targets: ["a:x", "b:x"], budget_ms: 900 } },
        { name: "new", weight: 1, policy: { strategy: "config", name: "cheaper", version: 2 } },
      ],
    },
  };
  expect(lines(policyTree(policy))).toEqual([
    "custom_rules",
    '  long: if {"input_tokens":{"$gt":8000}}:',
    "    a:x",
    '  if {"stream":true}:',
    '    cascade (accept: {"not_refusal":true})',
    "      first:",
    "        a:x",
    "      if the answer before is not accepted:",
    "        b:x",
    "  otherwise:",
    "    ab_test",
    "      control, 75.0% of requests:",
    "        fallback_chain (budget ms: 900)",
    "          first:",
    "            a:x",
    "          then, where that one fails:",
    "            b:x",
    "      new, 25.0% of requests:",
    "        config",
  ]);
  const [, , other] = policyTree(policy).branches;
  expect(other?.node.branches[1]?.node.config).toEqual({ name: "cheaper", version: 2 });
});

it("says mistakes of a text where they stand: of YAML, of the policy, of a condition in it", () => {
  const mistake = (text: string) => {
    const [first] = readPolicy(text).mistakes;
    return [text.slice(first?.at, (first?.at ?? 0) + 6), first?.message];
  };
  expect(mistake("strategy: [")[1]).toContain("Line 1: ");
  expect(mistake("strategy: priority\ntargetz: [a:x]\n")).toEqual(["target", expect.stringContaining("Line 2: ")]);
  expect(mistake("strategy: custom_rules\nrules:\n  - when: { tokens: 1 }\n    then: a:x\ndefault: a:x\n")).toEqual([
    "tokens",
    expect.stringContaining("unknown field"),
  ]);
  expect(readPolicy("a:x").value).toEqual({ strategy: "single", model: "a:x" });
});

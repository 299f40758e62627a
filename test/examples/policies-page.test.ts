import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/actions/yaml-text.ts";
import { FIELDS } from "../../src/core/fields.ts";
import { OPERATORS } from "../../src/core/operators.ts";
import { FAILURE_CLASSES } from "../../src/core/outcome.ts";
import { COMBINE } from "../../src/core/plan.ts";
import { parsePolicy } from "../../src/core/policy.ts";
import { STRATEGIES } from "../../src/core/strategies/index.ts";
import { acceptSchema } from "../../src/core/accept.ts";
import { compilePolicy } from "../../src/core/compile.ts";
import { UNKNOWN_CAPABILITIES } from "../../src/core/facts.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/policies.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => text as string);
const YAML_BLOCKS = [...PAGE.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text as string);

/** The text from a heading to the next of the same rank. */
function section(heading: string): string {
  return PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

describe("docs/reference/policies.md", () => {
  it("shows policies that are taken as they stand", () => {
    expect(BLOCKS.length).toBeGreaterThan(9);
    expect(YAML_BLOCKS.length).toBeGreaterThan(0);
    const yaml = YAML_BLOCKS.map((block) => parseYaml(block)).map((read) => ("value" in read ? read.value : read));
    for (const value of [...BLOCKS.map((block) => JSON.parse(block) as unknown), ...yaml]) {
      const policy = parsePolicy(value);
      const world = {
        resolve: (text: string) => text,
        known: ["a:b"],
        capabilities: () => UNKNOWN_CAPABILITIES,
        config: () => "a:b",
      };
      expect(compilePolicy(policy, world).policy).toBe(policy);
    }
  });

  it.each(STRATEGIES)("speaks of $name: its aliases and every key, with an example", (strategy) => {
    const ranking = ["cost_optimized", "latency", "throughput", "quality"].includes(strategy.name);
    const text = section(ranking ? "Ranking strategies" : strategy.name);
    for (const name of [strategy.name, ...strategy.aliases]) expect(PAGE).toContain(`\`${name}\``);
    if (!ranking) expect(text).toContain(`"strategy": "${strategy.name}"`);
    const schema = strategy.schema(acceptSchema as never) as unknown as { readonly shape: object };
    for (const key of Object.keys(schema.shape)) {
      if (key !== "strategy") expect(text).toContain(`\`${key}\``);
    }
  });

  it("lists every field and operator, signal, failure and way to combine", () => {
    const conditions = section("custom_rules");
    for (const field of FIELDS) expect(conditions).toContain(`\`${field}\``);
    for (const { name } of OPERATORS) expect(conditions).toContain(`\`${name}\``);
    for (const joining of ["$and", "$or", "$not"]) expect(conditions).toContain(`\`${joining}\``);
    for (const key of Object.keys(acceptSchema.shape)) expect(section("cascade")).toContain(`\`${key}\``);
    for (const failure of FAILURE_CLASSES) expect(section("fallback_chain")).toContain(`\`${failure}\``);
    for (const way of COMBINE) expect(section("ensemble")).toContain(`"${way}"`);
  });

  it("names no field or operator that there is not", () => {
    const tables = section("custom_rules").split("### Conditions")[1] ?? "";
    const first = [...tables.matchAll(/^\| (`[^|]*?) \|/gm)].flatMap(([, cell]) => [
      ...(cell as string).matchAll(/`([^`]+)`/g),
    ]);
    const known = new Set<string>([...FIELDS, ...OPERATORS.map(({ name }) => name), "$not", "metadata.PATH"]);
    expect(first.length).toBeGreaterThan(20);
    for (const [, name] of first) expect(known).toContain(name);
  });
});

import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyArbitrary } from "../testing/policy-arbitrary.ts";
import { isObject, type JsonObject } from "./json.ts";
import { mapChildren, strategyOf } from "./policy.ts";
import { describedStrategies } from "./strategy-schemas.ts";
import type { Policy } from "./strategy.ts";

const STRATEGIES = describedStrategies();
const AJV = new Ajv2020({ strict: false, validateFormats: false });
const CHECKS = new Map(STRATEGIES.map(({ name, schema }) => [name, AJV.compile(schema)]));

function fits(policy: Policy): boolean {
  return CHECKS.get(strategyOf(policy.strategy)?.name ?? "")?.(policy) === true;
}

/** Every object of a schema that says something about a value, by its path. */
function described(schema: unknown, path: string): readonly (readonly [string, JsonObject])[] {
  if (!isObject(schema)) return [];
  const properties = isObject(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  return [
    ...properties.flatMap(([name, one]): readonly (readonly [string, JsonObject])[] =>
      isObject(one) ? [[`${path}.${name}`, one], ...described(one, `${path}.${name}`)] : [],
    ),
    ...described(schema["items"], `${path}[]`),
  ];
}

describe("schemas of strategies", () => {
  it.each(STRATEGIES)("$name: its example fits, and every key has a title", ({ name, example, schema }) => {
    expect(fits(example as Policy)).toBe(true);
    const untitled = described(schema, name).filter(
      ([path, one]) => typeof one["title"] !== "string" && !path.endsWith(".strategy"),
    );
    expect(untitled).toEqual([]);
  });

  it("take every policy that is taken, and its policies inside", () => {
    const everyOne = (policy: Policy): boolean => {
      let all = fits(policy);
      mapChildren(policy, (child) => {
        if (isObject(child)) all &&= everyOne(child);
        return child;
      });
      return all;
    };
    fc.assert(
      fc.property(policyArbitrary(["gpt-4o:openai", "claude-haiku-4-5:anthropic"]).filter(isObject), (policy) =>
        everyOne(policy as Policy),
      ),
      { numRuns: 200 },
    );
  });

  it("refuse what is refused: an unknown key, a strategy that there is not, too few steps", () => {
    const cascade = { strategy: "cascade", steps: ["a:b", "c:d"], accept: { not_refusal: true } };
    expect(fits(cascade)).toBe(true);
    expect(fits({ ...cascade, retries: 1 })).toBe(false);
    expect(fits({ ...cascade, steps: ["a:b"] })).toBe(false);
    expect(fits({ ...cascade, steps: ["a:b", { strategy: "nonsense" }] })).toBe(false);
  });

  it("say which texts name a target or a config", () => {
    const formats = STRATEGIES.flatMap(({ name, schema }) =>
      described(schema, name).flatMap(([path, { format }]) =>
        typeof format === "string" ? [`${path}: ${format}`] : [],
      ),
    );
    expect(formats).toContain("single.model: target");
    expect(formats).toContain("cascade.accept.judge.target: target");
    expect(formats).toContain("config.name: config");
  });
});

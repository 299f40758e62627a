import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject } from "../../../core/json.ts";
import { describedStrategies } from "../../../core/strategy-schemas.ts";
import { policyArbitrary } from "../../../testing/policy-arbitrary.ts";
import { readText, written } from "../policy/document-text.ts";
import { mendedText } from "../policy/mended-text.ts";
import { anyIn, anyText, unreadable } from "./any-text.ts";
import { schemaOf, strategiesByName } from "./change-strategy.ts";
import { moved, startOf, withKey } from "./edits.ts";
import { itemsOf, kindFor, type FormSchema } from "./form-schema.ts";
import { makeItemKeys } from "./item-keys.ts";
import { numberIn, numberText } from "./number-text.ts";

const BY_NAME = strategiesByName(describedStrategies());
const POLICY: FormSchema = { $ref: "#/$defs/policy" };

/** A value gone through by the form: each field writes what it shows. */
function retyped(schema: FormSchema, value: unknown): unknown {
  switch (kindFor(schema, value)) {
    case "policy":
      return typeof value === "string" ? value : retypedKeys(schemaOf(value, BY_NAME), value);
    case "object":
      return retypedKeys(schema, value);
    case "list":
      return Array.isArray(value) ? value.map((one) => retyped(itemsOf(schema), one)) : value;
    case "number":
      return numberIn(numberText(value));
    case "json":
      return anyIn(anyText(value));
    default:
      return value;
  }
}

function retypedKeys(schema: FormSchema, value: unknown): unknown {
  const order = Object.keys(schema.properties ?? {});
  let object = isObject(value) ? value : {};
  for (const [key, one] of Object.entries(object))
    object = withKey(object, key, retyped(schema.properties?.[key] ?? {}, one), order);
  return object;
}

describe("the form of a policy", () => {
  it("writes what it shows: value to form to text to value is the same value, and the text stays", () => {
    const policies = policyArbitrary(["gpt-4o:openai", "claude-haiku-4-5:anthropic", "llama 3: 8b:own"]);
    fc.assert(
      fc.property(policies, fc.constantFrom("yaml" as const, "json" as const), (policy, language) => {
        const text = written(policy, language);
        const typed = retyped(POLICY, policy);
        expect(typed).toEqual(policy);
        expect(mendedText(text, typed)).toBe(text);
        const read = readText(text);
        expect(read.readable && read.value).toEqual(policy);
      }),
      { numRuns: 300 },
    );
  });

  it("any value is typed as text: what is read is what was shown", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(anyIn(anyText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      {
        examples: [
          [[{ "a long name, so that it is written as YAML": -0, and: "another one beside it, longer still" }]],
        ],
      },
    );
  });

  it("keeps what it cannot make sense of", () => {
    expect(retyped(POLICY, { strategy: "nonsense", model: 7 })).toEqual({ strategy: "nonsense", model: 7 });
    const odd = { strategy: "cascade", steps: "a:b", accept: [true], surprise: { a: [1] }, retries: "many" };
    expect(retyped(POLICY, odd)).toEqual(odd);
    expect(numberIn("many")).toBe("many");
    expect(numberIn(" 2.50 ")).toBe(2.5);
    expect(anyIn("{a: [1")).toBe("{a: [1");
    expect(unreadable("{a: [1")).toMatch(/\S/u);
    expect(unreadable({ a: [1] })).toBeUndefined();
  });

  it("puts new keys where the schema has them, and takes keys out", () => {
    const order = ["strategy", "targets", "budget_ms", "retries"];
    const chain = { strategy: "fallback_chain", retries: 1, mine: true };
    expect(Object.keys(withKey(chain, "targets", [], order))).toEqual(["strategy", "targets", "retries", "mine"]);
    expect(withKey(chain, "retries", undefined, order)).toEqual({ strategy: "fallback_chain", mine: true });
    expect(Object.keys(withKey(chain, "retries", 2, order))).toEqual(Object.keys(chain));
  });

  it("starts what is added with as little as its schema takes", () => {
    const accept = BY_NAME.get("cascade")?.schema["properties"] as Readonly<Record<string, FormSchema>>;
    const signals = accept["accept"]?.properties ?? {};
    expect(startOf(signals["judge"] ?? {})).toEqual({ target: "", criterion: "", min: 1 });
    expect(startOf(signals["finish_reason"] ?? {})).toEqual(["stop"]);
    expect(startOf(signals["min_mean_logprob"] ?? {})).toBe(0);
    expect(startOf(accept["steps"] ?? {})).toEqual(["", ""]);
  });

  it("an item keeps its name wherever it moves", () => {
    const keys = makeItemKeys();
    const before = keys.of(3);
    keys.move(2, 0);
    expect(keys.of(3)).toEqual(moved(before, 2, 0));
    keys.remove(1);
    expect(keys.of(2)).toEqual([before[2], before[1]]);
    expect(new Set(keys.of(5)).size).toBe(5);
    expect(keys.of(5).slice(0, 2)).toEqual([before[2], before[1]]);
  });
});

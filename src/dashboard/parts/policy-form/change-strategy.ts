import { canonicalJson } from "../../../core/canonical.ts";
import { isObject, type JsonObject } from "../../../core/json.ts";
import type { DescribedStrategy } from "../../../core/strategy-schemas.ts";
import { startOf } from "./edits.ts";
import { itemsOf, kindOf, type FormSchema } from "./form-schema.ts";

/** The strategy of a policy, by name or alias. */
export type Strategies = ReadonlyMap<unknown, DescribedStrategy>;

export function strategiesByName(strategies: readonly DescribedStrategy[]): Strategies {
  return new Map(strategies.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)));
}

/** The schema of a policy's keys; of one whose strategy is not known, that of nothing. */
export function schemaOf(policy: unknown, strategies: Strategies): FormSchema {
  return (isObject(policy) ? (strategies.get(policy["strategy"])?.schema as FormSchema | undefined) : undefined) ?? {};
}

/**
 * A policy of another strategy that goes on with what this one holds: policies and targets inside it, keys both have, and keys nobody knows. What
 * else it needs is taken from the strategy's example. @param to null = a bare target
 */
export function asStrategy(policy: unknown, to: DescribedStrategy | null, strategies: Strategies): unknown {
  const before = schemaOf(policy, strategies);
  const inside = policiesIn(policy, before);
  if (to === null) return targetOf(policy, strategies);
  const after = to.schema as FormSchema;
  const known = isObject(policy) ? policy : {};
  const kept = Object.entries(known).filter(([key]) => {
    const [one, other] = [before.properties?.[key], after.properties?.[key]];
    return (
      key !== "strategy" && (one === undefined || (other !== undefined && canonicalJson(one) === canonicalJson(other)))
    );
  });
  const keys = (after.required ?? []).filter((key) => key !== "strategy");
  // The last one is what is left where no other is taken.
  const last = inside.length > 1 && keys.some((key) => kindOf(after.properties?.[key] ?? {}) === "policy");
  const needed = Object.fromEntries(
    keys.map((key) => {
      const schema = after.properties?.[key] ?? {};
      const some = last && kindOf(schema) === "list" ? inside.slice(0, -1) : inside;
      return [key, filled(schema, (to.example as JsonObject)[key], some, strategies)];
    }),
  );
  const optional = Object.entries(after.properties ?? {}).flatMap(([key, schema]): [string, unknown][] =>
    after.required?.includes(key) === true || !holdsTargets(schema) || inside.length === 0
      ? []
      : [[key, filled(schema, undefined, inside, strategies)]],
  );
  return { strategy: to.name, ...needed, ...Object.fromEntries(optional), ...Object.fromEntries(kept) };
}

function holdsTargets(schema: FormSchema): boolean {
  return kindOf(schema) === "list" && itemsOf(schema).format === "target";
}

/** Policies and targets directly inside a policy, in order; itself where it is one target, alone or with more to it. */
function policiesIn(value: unknown, schema: FormSchema): readonly unknown[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (!isObject(value)) return [];
  const entries = Object.entries(schema.properties ?? {});
  const target = entries.find(([, { format }]) => format === "target");
  if (target !== undefined) return Object.keys(value).length > 2 ? [value] : heldIn(value[target[0]], target[1]);
  return entries.flatMap(([key, one]) => heldIn(value[key], one));
}

function heldIn(value: unknown, schema: FormSchema): readonly unknown[] {
  if (value === undefined) return [];
  const kind = kindOf(schema);
  if (kind === "policy" || schema.format === "target") return value === "" ? [] : [value];
  if (kind === "list" && Array.isArray(value)) return value.flatMap((one) => heldIn(one, itemsOf(schema)));
  if (kind !== "object" || !isObject(value)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
    kindOf(one) === "policy" ? heldIn(value[key], one) : [],
  );
}

/** The first target that a policy may ask, or "". */
function targetOf(policy: unknown, strategies: Strategies): string {
  if (typeof policy === "string") return policy;
  if (!isObject(policy)) return "";
  const inside = policiesIn(policy, schemaOf(policy, strategies));
  if (inside[0] !== policy) return firstTarget(inside, strategies) ?? "";
  const { properties = {} } = schemaOf(policy, strategies);
  const key = Object.keys(properties).find((name) => properties[name]?.format === "target") ?? "";
  return String(policy[key]);
}

/** The first target that any of these may ask; undefined where each leaves it open. */
function firstTarget(policies: readonly unknown[], strategies: Strategies): string | undefined {
  return policies.map((one) => targetOf(one, strategies)).find((target) => target !== "");
}

/** A value of the schema that holds these policies; where there are too few, the example's stand beside them. */
function filled(schema: FormSchema, example: unknown, inside: readonly unknown[], strategies: Strategies): unknown {
  const kind = kindOf(schema);
  if (kind === "policy") return inside.at(-1) ?? example ?? "";
  if (schema.format === "target") return firstTarget(inside, strategies) ?? example ?? "";
  if (schema.format === "config") return "";
  if (kind !== "list" || inside.length === 0) return example ?? startOf(schema);
  const examples = Array.isArray(example) ? example : [];
  const length = Math.max(inside.length, schema.minItems ?? 0);
  return Array.from({ length }, (_, at) => {
    const own = inside.slice(at, at + 1);
    const like = examples[Math.min(at, examples.length - 1)];
    return filledItem(itemsOf(schema), at < examples.length ? like : numbered(like, at), own, strategies);
  });
}

function filledItem(schema: FormSchema, example: unknown, own: readonly unknown[], strategies: Strategies): unknown {
  if (kindOf(schema) !== "object") return filled(schema, example, own, strategies);
  if (!isObject(example)) return startOf(schema);
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => {
      const one = schema.properties?.[key] ?? {};
      return [key, kindOf(one) === "policy" ? filled(one, value, own, strategies) : value];
    }),
  );
}

/** One more like the last example, under a name of its own. */
function numbered(example: unknown, at: number): unknown {
  return isObject(example) && typeof example["name"] === "string"
    ? { ...example, name: `${example["name"]} ${at + 1}` }
    : example;
}

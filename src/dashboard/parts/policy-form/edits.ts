import { itemsOf, kindOf, type FormSchema } from "./form-schema.ts";
import type { JsonObject } from "../../../core/json.ts";

/** An object with a key set, or taken out where the value is undefined; what else is in it stays. New keys stand in the order of the schema. */
export function withKey(object: JsonObject, key: string, value: unknown, order: readonly string[]): JsonObject {
  const entries = Object.entries(object);
  if (value === undefined) return Object.fromEntries(entries.filter(([name]) => name !== key));
  const at = entries.findIndex(([name]) => name === key);
  if (at >= 0) return Object.fromEntries(entries.with(at, [key, value]));
  const later = new Set(order.slice(order.indexOf(key) + 1));
  const before = entries.findIndex(([name]) => later.has(name));
  return Object.fromEntries(entries.toSpliced(before < 0 ? entries.length : before, 0, [key, value]));
}

/** A list with one item somewhere else. */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  return items.toSpliced(from, 1).toSpliced(to, 0, items[from] as Item);
}

/** What stands in a field that has just been added: as little as may be, to be filled in. */
export function startOf(schema: FormSchema): unknown {
  const [example] = schema.examples ?? [];
  switch (kindOf(schema)) {
    case "object":
      return Object.fromEntries((schema.required ?? []).map((key) => [key, startOf(schema.properties?.[key] ?? {})]));
    case "list":
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => startOf(itemsOf(schema)));
    case "choices":
      return schema.default ?? [];
    case "choice":
      return schema.enum?.[0];
    case "flag":
      return true;
    case "number":
      return Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? 1);
    case "json":
      return example ?? {};
    case "text":
      return example ?? "";
    case "policy":
      return "";
  }
}

import type { JsonObject } from "../../core/json.ts";

/** Attributes of lists that stand flat (`PREFIX.0.role`, `PREFIX.1.tool_calls.0.name`), put together again. */
export interface Indexed {
  /** In order; each with its members flat, as they stand behind the number. */
  readonly items: readonly JsonObject[];
  /** Numbers are missing in between: attributes were dropped. */
  readonly gaps: boolean;
}

export function indexed(attributes: JsonObject, prefix: string): Indexed {
  const found: Record<string, unknown>[] = [];
  for (const name in attributes) {
    if (!name.startsWith(prefix) || name[prefix.length] !== ".") continue;
    const dot = name.indexOf(".", prefix.length + 1);
    const digits = name.slice(prefix.length + 1, dot === -1 ? undefined : dot);
    if (!/^\d{1,5}$/.test(digits)) continue;
    const item = (found[Number(digits)] ??= {});
    item[dot === -1 ? "" : name.slice(dot + 1)] = attributes[name];
  }
  const items = found.filter((item) => item !== undefined);
  return { items, gaps: items.length < found.length };
}

import type { JsonObject } from "../../core/json.ts";

/** The first of these members that is there: one thing under several names. */
export function member(record: JsonObject, ...names: readonly string[]): unknown {
  for (const name of names) if (record[name] !== undefined) return record[name];
  return undefined;
}

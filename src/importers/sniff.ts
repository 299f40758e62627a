import type { JsonObject } from "../core/json.ts";

/** The share of telling members that a record has, 0..1. */
export function share(record: JsonObject, members: readonly string[]): number {
  let present = 0;
  for (const member of members) if (record[member] !== undefined) present++;
  return present / members.length;
}

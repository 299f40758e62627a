import type { JsonObject } from "../../core/json.ts";
import type { Sniffed } from "../importer.ts";

export const NOT_MINE: Sniffed = { sureness: 0, because: "" };

/** The share of telling members that a record has, 0..1, and the first of their names. */
export function share(record: JsonObject, members: readonly string[]): Sniffed {
  const present = members.filter((member) => record[member] !== undefined);
  const told = present.slice(0, TOLD).join(", ");
  return { sureness: present.length / members.length, because: present.length > TOLD ? `${told}, ...` : told };
}

/** Members named to people. */
const TOLD = 4;

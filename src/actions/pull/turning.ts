import { objectOf } from "../../core/json.ts";
import { IMPORT_IDENTITY } from "../import/identity.ts";
import type { Page } from "./source.ts";

/**
 * Whether pages go round in a circle: a page is named a second time, or holds just the records of the one before it.
 * @param id the member of a record that tells it from all others
 */
export function turning(from: string | null, id: string): (page: Page) => boolean {
  const named = new Set(from === null ? [] : [from]);
  let before: string | null = null;
  return ({ records, next }) => {
    const held =
      records.length === 0
        ? null
        : IMPORT_IDENTITY.sha256(JSON.stringify(records.map((record) => objectOf(record)[id] ?? record)));
    const again = (held !== null && held === before) || (next !== null && named.has(next));
    before = held;
    if (next !== null) named.add(next);
    return again;
  };
}

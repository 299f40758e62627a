import { arrayOf, isObject, objectOf } from "../../core/json.ts";
import type { Invariant } from "../contract.ts";
import { ALL, printJsonPath, type JsonPath } from "../json-path.ts";
import { ENOUGH } from "./draft-row.ts";
import { sharedType, valueRules } from "./value-rules.ts";

/** Names at the top of a tool's arguments. */
export interface ArgumentNames {
  /** The schema demands them. */
  readonly required: ReadonlySet<string>;
  /** The schema lists their values. */
  readonly listed: ReadonlySet<string>;
}

const DEEPEST = 4;
const MOST = 60;

/**
 * What holds for the arguments of every observed call of a tool. An argument the tool's schema asks for is expected after one call;
 * any other needs `ENOUGH` calls that all gave it.
 * @param schema what the tool's schema says of arguments
 */
export function argumentInvariants(calls: readonly unknown[], schema: ArgumentNames): readonly Invariant[] {
  const found: Invariant[] = [];
  if (calls.every(isObject)) members([], calls, schema.required, 1, found);
  const listed = new Set([...schema.listed].map((name) => printJsonPath([name])));
  return found.slice(0, MOST).map((invariant) => (listed.has(invariant.path) ? withoutChoice(invariant) : invariant));
}

/** The values seen so far are fewer than those that the schema lists, which calls are held against anyway. */
function withoutChoice(invariant: Invariant): Invariant {
  const { one_of: _, ...rest } = invariant;
  return rest;
}

function members(
  path: JsonPath,
  objects: readonly object[],
  required: ReadonlySet<string>,
  depth: number,
  found: Invariant[],
): void {
  for (const name of Object.keys(objects[0] ?? {}).toSorted()) {
    if (!objects.every((object) => Object.hasOwn(object, name))) continue;
    if (objects.length < ENOUGH && !required.has(name)) continue;
    const values = objects.map((object) => objectOf(object)[name]);
    const here = [...path, name];
    found.push({ path: printJsonPath(here), ...valueRules(values) });
    if (depth < DEEPEST) inside(here, values, depth + 1, found);
  }
}

/** What all objects at a place have in common, and all items of lists that were never empty. */
function inside(path: JsonPath, values: readonly unknown[], depth: number, found: Invariant[]): void {
  const type = sharedType(values);
  const none = new Set<string>();
  if (type === "object") members(path, values as readonly object[], none, depth, found);
  if (type !== "array" || values.length < ENOUGH || !values.every((list) => arrayOf(list).length > 0)) return;
  const items = values.flatMap(arrayOf);
  const each: JsonPath = [...path, ALL];
  const ofItems = sharedType(items);
  if (ofItems === "object") members(each, items as readonly object[], none, depth, found);
  else if (ofItems !== null) found.push({ path: printJsonPath(each), ...valueRules(items) });
}

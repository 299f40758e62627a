import { isObject, type JsonObject } from "../core/json.ts";

/** One difference between two JSON documents. */
export interface JsonChange {
  /** `steps[1].model`; empty for the whole. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What changed from one JSON document to another, in the order of the second; equal ends of lists are matched, so that an insertion is one change. */
export function compareJson(before: unknown, after: unknown, path = ""): readonly JsonChange[] {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (isObject(before) && isObject(after)) return compareObjects(before, after, path);
  return [{ path, kind: "changed", before, after }];
}

function compareObjects(before: JsonObject, after: JsonObject, path: string): readonly JsonChange[] {
  const keys = [...Object.keys(after), ...Object.keys(before).filter((key) => !Object.hasOwn(after, key))];
  return keys.flatMap((key): readonly JsonChange[] => {
    const place = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(before, key)) return [{ path: place, kind: "added", after: after[key] }];
    if (!Object.hasOwn(after, key)) return [{ path: place, kind: "removed", before: before[key] }];
    return compareJson(before[key], after[key], place);
  });
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly JsonChange[] {
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && same(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const changes: JsonChange[] = [];
  for (let index = 0; index < Math.max(old.length, now.length); index++) {
    const place = `${path}[${start + index}]`;
    if (index >= old.length) changes.push({ path: place, kind: "added", after: now[index] });
    else if (index >= now.length) changes.push({ path: place, kind: "removed", before: old[index] });
    else changes.push(...compareJson(old[index], now[index], place));
  }
  return changes;
}

function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => same(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  );
}

import { isObject } from "../../core/json.ts";

/** What turns one JSON value into another, as a merge patch (RFC 7396): members that are gone are null, arrays stand whole. */
export function mergePatch(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    if (!(key in before)) patch[key] = value;
    else if (before[key] !== value && JSON.stringify(before[key]) !== JSON.stringify(value)) {
      patch[key] = mergePatch(before[key], value);
    }
  }
  return patch;
}

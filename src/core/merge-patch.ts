import { isObject } from "./json.ts";

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

/** The value that a merge patch (RFC 7396) makes of another. */
export function applyMergePatch(before: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const after: Record<string, unknown> = { ...(isObject(before) ? before : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete after[key];
    else after[key] = applyMergePatch(after[key], value);
  }
  return after;
}

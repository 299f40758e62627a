import { isObject } from "../core/json.ts";

/** The closed set of ways two JSON values differ at a place. */
export const JSON_DIFFERENCES = ["missing", "extra", "type", "value"] as const;

/** One place (JSON pointer) where a replayed value is not the original's; `missing` is only in the original, `extra` only in the replay. */
export interface JsonDifference {
  readonly kind: (typeof JSON_DIFFERENCES)[number];
  readonly path: string;
  readonly original?: unknown;
  readonly replay?: unknown;
}

/** Where two JSON values differ, and the share of all their leaves that are the same, in [0, 1]. */
export interface JsonComparison {
  readonly similarity: number;
  readonly differences: readonly JsonDifference[];
}

/** Compares leaf by leaf: arrays by index and never equal to objects, the order of an object's members ignored, 1 and 1.0 equal, 1 and "1" not; empty containers are leaves. */
export function compareJson(original: unknown, replay: unknown): JsonComparison {
  const before = leavesOf(original);
  const after = leavesOf(replay);
  const differences: JsonDifference[] = [];
  let same = 0;
  for (const [place, value] of before) {
    if (!after.has(place)) {
      differences.push({ kind: "missing", path: pointerOf(place), original: value });
      continue;
    }
    const other = after.get(place);
    if (sameLeaf(value, other)) same += 1;
    else {
      const kind = typeOf(value) === typeOf(other) ? "value" : "type";
      differences.push({ kind, path: pointerOf(place), original: value, replay: other });
    }
  }
  let union = before.size;
  for (const [place, value] of after) {
    if (before.has(place)) continue;
    union += 1;
    differences.push({ kind: "extra", path: pointerOf(place), replay: value });
  }
  return { similarity: same / union, differences };
}

/** Leaves by place. An index is marked with `~2`, which no escaped name can hold, so that `[1]` is not `{"0": 1}`. */
function leavesOf(value: unknown, place = "", leaves = new Map<string, unknown>()): Map<string, unknown> {
  const mark = Array.isArray(value) ? "~2" : "";
  const members = mark !== "" || isObject(value) ? Object.entries(value as object) : [];
  if (members.length === 0) return leaves.set(place, value);
  for (const [name, member] of members) {
    leavesOf(member, `${place}/${mark}${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, leaves);
  }
  return leaves;
}

function pointerOf(place: string): string {
  return place.replaceAll("/~2", "/");
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function sameLeaf(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && a !== null && b !== null && typeOf(a) === typeOf(b));
}

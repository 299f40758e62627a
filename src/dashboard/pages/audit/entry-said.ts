import { isObject } from "../../../core/json.ts";
import type { AuditRow } from "../../api/audit.ts";

/** What became of one field; undefined or null = there was nothing, or there is nothing any more. */
export interface Change {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** An entry taken apart. */
export interface EntrySaid {
  readonly changes: readonly Change[];
  /** What else it says, in its order. */
  readonly rest: readonly (readonly [name: string, value: unknown])[];
}

/** What holds the new value beside `before`. */
const SERVING = ["config", "endpoint"] as const;

const STATES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  "mirror.pause": ["running", "paused"],
  "mirror.resume": ["paused", "running"],
};

function changesOf({ action, details }: Pick<AuditRow, "action" | "details">): readonly Change[] {
  const { before, version } = details;
  if (isObject(before)) return Object.keys(before).map((name) => ({ name, from: before[name], to: details[name] }));
  const serving = SERVING.find((name) => name in details);
  if ("before" in details && serving !== undefined) return [{ name: serving, from: before, to: details[serving] }];
  if ((action === "config.add" || action.startsWith("endpoint.")) && typeof version === "number")
    return [{ name: "version", from: version === 1 ? null : version - 1, to: version }];
  const state = STATES[action];
  return state === undefined ? [] : [{ name: "state", from: state[0], to: state[1] }];
}

/** What an entry changed from what to what, and what it says beside. */
export function entrySaid(entry: Pick<AuditRow, "action" | "details">): EntrySaid {
  const changes = changesOf(entry);
  const said = new Set(["before", ...changes.map(({ name }) => name)]);
  return {
    changes,
    rest: Object.entries(entry.details).filter(
      ([name, value]) => !said.has(name) && value !== null && value !== undefined,
    ),
  };
}

/** A value as a line of text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  if (isObject(value))
    return Object.entries(value)
      .map(([name, inner]) => `${name.replaceAll("_", " ")} ${valueText(inner)}`)
      .join(", ");
  return String(value);
}

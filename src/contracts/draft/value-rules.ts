import { isObject } from "../../core/json.ts";
import type { Invariant } from "../contract.ts";
import { ENOUGH } from "./draft-row.ts";
import { sharedFormat } from "./formats.ts";

/** What values are called here; whole numbers are numbers: that a few were whole does not make it a rule. */
export type ValueType = "string" | "number" | "boolean" | "object" | "array" | "null";

export function typeOf(value: unknown): ValueType {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (isObject(value)) return "object";
  return typeof value as "string" | "number" | "boolean";
}

/** The type that all values have; null where they differ, or are null. */
export function sharedType(values: readonly unknown[]): Exclude<ValueType, "null"> | null {
  const [first, ...others] = new Set(values.map(typeOf));
  return first === undefined || first === "null" || others.length > 0 ? null : first;
}

/** Texts are taken for a choice out of a few where there are at least this many, ... */
const CHOICE_TEXTS = 10;
/** ... with at most this many different ones, ... */
const CHOICE_MOST = 5;
/** ... each of them seen again, and none longer than this. */
const CHOICE_LONGEST = 40;

/** The few texts that values are chosen from, in order; null where they are no such choice. */
export function choiceOf(texts: readonly string[]): readonly string[] | null {
  if (texts.length < CHOICE_TEXTS) return null;
  const seen = new Map<string, number>();
  for (const text of texts) {
    if (text.length > CHOICE_LONGEST) return null;
    seen.set(text, (seen.get(text) ?? 0) + 1);
    if (seen.size > CHOICE_MOST) return null;
  }
  return [...seen.values()].every((times) => times > 1) ? [...seen.keys()].toSorted() : null;
}

/**
 * What may be said of a value that was always there: its type, and for texts a format or the few there are; else that it exists.
 * Never a range: the largest number so far is not a limit.
 */
export function valueRules(values: readonly unknown[]): Omit<Invariant, "path"> {
  const type = sharedType(values);
  if (type === null) return { exists: true };
  if (type !== "string") return { type };
  const texts = values as readonly string[];
  const regex = texts.length < ENOUGH ? null : sharedFormat(texts);
  if (regex !== null) return { type, regex };
  const choice = choiceOf(texts);
  return choice === null ? { type } : { type, one_of: choice };
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one where it is something else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : NOTHING;
}

const NOTHING: JsonObject = Object.freeze({});

/** The value as an array; an empty one where it is something else. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string with something in it, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Any value as text: `String` throws for an object whose own `toString` is no function, and whoever sends JSON can send one. */
export function asText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** Levels of arrays and objects that are taken from outside: far more than anybody means, far fewer than a call stack bears. */
export const MOST_LEVELS = 256;

/** Whether arrays and objects stand in one another deeper than `MOST_LEVELS`. @param length of the JSON text: a short one is not looked at */
export function tooDeep(value: unknown, length: number): boolean {
  return length > 2 * MOST_LEVELS && deeperThan(value, MOST_LEVELS);
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && deeperThan(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) {
    const member = (value as JsonObject)[name];
    if (typeof member === "object" && deeperThan(member, levels - 1)) return true;
  }
  return false;
}

/** A value, or that of the JSON text it stands in; `undefined` where that text is no JSON. */
export function jsonIn(value: unknown): unknown {
  return typeof value === "string" ? parseJson(value) : value;
}

/** The value of a JSON text, or `undefined` where it is not JSON, or nested too deep to be worked with. */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return tooDeep(value, text.length) ? undefined : value;
  } catch {
    return undefined;
  }
}

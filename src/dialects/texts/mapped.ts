import type { JsonObject } from "../../core/json.ts";

/** A list with some members changed; the list itself where none was. */
export function mapped(list: readonly unknown[], change: (member: unknown) => unknown): readonly unknown[] {
  const made = list.map(change);
  return made.every((member, at) => member === list[at]) ? list : made;
}

/** An object with one member changed; the object itself where it is the same. */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  return object[name] === value ? object : { ...object, [name]: value };
}

/** A JSON value with its written form changed; the text itself where what came out is no JSON any more. */
export function mapJson(value: unknown, change: (text: string) => string): unknown {
  const text = JSON.stringify(value);
  const changed = change(text);
  if (changed === text) return value;
  try {
    return JSON.parse(changed) as unknown;
  } catch {
    return changed;
  }
}

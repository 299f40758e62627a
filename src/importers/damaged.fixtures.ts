import * as fc from "fast-check";
import { parseJson } from "../core/json.ts";

type Path = readonly string[];

/** JSON that stands in a record as text, opened: so that what is in it can be damaged too. */
class Opened {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

function opened(given: unknown): unknown {
  if (typeof given !== "string" || !/^[[{]/.test(given)) return mapped(given, opened);
  const value = parseJson(given);
  return value === undefined ? given : new Opened(opened(value));
}

/** The record again, with its texts written anew. */
function closed(given: unknown): unknown {
  if (given instanceof Opened) return JSON.stringify(closed(given.value));
  return mapped(given, closed);
}

function mapped(given: unknown, map: (value: unknown) => unknown): unknown {
  if (Array.isArray(given)) return given.map(map);
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, map(value)]));
}

function pathsOf(given: unknown): readonly Path[] {
  const value = given instanceof Opened ? given.value : given;
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [[name], ...pathsOf(member).map((path) => [name, ...path])]);
}

/** The same with another value at a path; as it is where an earlier change took that place away. */
function changed(given: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (given instanceof Opened) return new Opened(changed(given.value, [name, ...rest], value));
  if (typeof given !== "object" || given === null || !Object.hasOwn(given, name)) return given;
  const member = changed((given as Record<string, unknown>)[name], rest, value);
  return Array.isArray(given) ? given.with(Number(name), member) : { ...given, [name]: member };
}

const ANYTHING = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -1, 1e308, undefined),
  fc.constantFrom("", "0", "[", "[null]", "{}", [null], [{}], { type: {} }, { role: [], content: 7 }),
  // Words that every object has something for, and an object that `String` cannot write.
  fc.constantFrom("constructor", "toString", "__proto__", { toString: 1 }),
);

/** A record with up to three of its members, at any depth and in JSON that stands in it as text, made into something else. */
export function damaged(record: object): fc.Arbitrary<unknown> {
  const whole = opened(record);
  const change = fc.tuple(fc.constantFrom(...pathsOf(whole)), ANYTHING);
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => closed(changes.reduce((value, [path, other]) => changed(value, path, other), whole)));
}

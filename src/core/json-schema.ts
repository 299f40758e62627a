import { canonicalJson } from "./canonical.ts";
import { isObject, type JsonObject } from "./json.ts";
import { lookUp } from "./look-up.ts";

/** Keywords that say nothing about whether a value fits. */
const ANNOTATIONS = new Set([
  "title",
  "description",
  "default",
  "examples",
  "example",
  "deprecated",
  "readOnly",
  "writeOnly",
  "format",
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "definitions",
  "nullable",
]);

/** References followed within one another before the answer is "cannot tell": a schema may lead back to itself. */
const DEPTH = 64;

/** true = fits, false = does not, null = the schema says something this checker does not know. */
export type Fit = boolean | null;

/** Whether a value fits a JSON Schema of the common keywords. What fails a known keyword is false even where others are unknown. */
export function fitsSchema(value: unknown, schema: unknown): Fit {
  return check(value, schema, schema, 0);
}

/** All must hold: one false decides, else one null leaves it open. */
function and(left: Fit, right: Fit): Fit {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

function check(value: unknown, schema: unknown, root: unknown, depth: number): Fit {
  if (typeof schema === "boolean") return schema;
  if (!isObject(schema) || depth > DEPTH) return null;
  if (value === null && schema["nullable"] === true) return true;
  let fit: Fit = true;
  for (const keyword of Object.keys(schema)) {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith("x-")) continue;
    const test = KEYWORDS[keyword];
    fit = and(fit, test === undefined ? null : test(value, schema[keyword], schema, root, depth + 1));
    if (fit === false) return false;
  }
  return fit;
}

type Keyword = (value: unknown, given: unknown, schema: JsonObject, root: unknown, depth: number) => Fit;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: Array.isArray,
  object: isObject,
};

function hasType(value: unknown, given: unknown): Fit {
  if (!Array.isArray(given)) return typeof given === "string" ? (lookUp(TYPES, given)?.(value) ?? null) : null;
  return anyOf(given.map((type) => hasType(value, type)));
}

function anyOf(fits: readonly Fit[]): Fit {
  if (fits.includes(true)) return true;
  return fits.includes(null) ? null : false;
}

function same(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === "object" && canonicalJson(left) === canonicalJson(right));
}

function bound(
  measure: (value: unknown) => number | null,
  holds: (measured: number, limit: number) => boolean,
): Keyword {
  return (value, given) => {
    const measured = measure(value);
    if (measured === null) return true;
    return typeof given === "number" ? holds(measured, given) : null;
  };
}

const atLeast = (measured: number, limit: number): boolean => measured >= limit;
const atMost = (measured: number, limit: number): boolean => measured <= limit;
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const itemsOf = (value: unknown): number | null => (Array.isArray(value) ? value.length : null);
const charactersOf = (value: unknown): number | null => (typeof value === "string" ? [...value].length : null);

const KEYWORDS: Readonly<Record<string, Keyword | undefined>> = Object.assign(Object.create(null) as object, {
  type: hasType,
  enum: (value: unknown, given: unknown) => (Array.isArray(given) ? given.some((member) => same(value, member)) : null),
  const: (value: unknown, given: unknown) => same(value, given),
  minimum: bound(numberOf, atLeast),
  maximum: bound(numberOf, atMost),
  exclusiveMinimum: bound(numberOf, (measured, limit) => measured > limit),
  exclusiveMaximum: bound(numberOf, (measured, limit) => measured < limit),
  minItems: bound(itemsOf, atLeast),
  maxItems: bound(itemsOf, atMost),
  minLength: bound(charactersOf, atLeast),
  maxLength: bound(charactersOf, atMost),
  required: (value: unknown, given: unknown) => {
    if (!isObject(value)) return true;
    return Array.isArray(given) ? given.every((name) => typeof name === "string" && Object.hasOwn(value, name)) : null;
  },
  properties: (value: unknown, given: unknown, _schema: JsonObject, root: unknown, depth: number) => {
    if (!isObject(value)) return true;
    if (!isObject(given)) return null;
    let fit: Fit = true;
    for (const name of Object.keys(given)) {
      if (Object.hasOwn(value, name)) fit = and(fit, check(value[name], given[name], root, depth));
    }
    return fit;
  },
  additionalProperties: (value: unknown, given: unknown, schema: JsonObject, root: unknown, depth: number) => {
    if (!isObject(value) || given === true) return true;
    if ("patternProperties" in schema) return null;
    const listed = isObject(schema["properties"]) ? schema["properties"] : {};
    let fit: Fit = true;
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(listed, name)) fit = and(fit, check(value[name], given, root, depth));
    }
    return fit;
  },
  items: (value: unknown, given: unknown, schema: JsonObject, root: unknown, depth: number) => {
    if (!Array.isArray(value)) return true;
    if (Array.isArray(given) || "prefixItems" in schema) return null;
    return value.reduce<Fit>((fit, item) => and(fit, check(item, given, root, depth)), true);
  },
  anyOf: (value: unknown, given: unknown, _schema: JsonObject, root: unknown, depth: number) =>
    Array.isArray(given) ? anyOf(given.map((branch) => check(value, branch, root, depth))) : null,
  allOf: (value: unknown, given: unknown, _schema: JsonObject, root: unknown, depth: number) =>
    Array.isArray(given) ? given.reduce<Fit>((fit, branch) => and(fit, check(value, branch, root, depth)), true) : null,
  $ref: (value: unknown, given: unknown, _schema: JsonObject, root: unknown, depth: number) => {
    const place = typeof given === "string" ? /^#(?:\/(\$defs|definitions)\/([^/~%]+))?$/.exec(given) : null;
    if (place === null || !isObject(root)) return null;
    if (place[1] === undefined) return check(value, root, root, depth);
    const definitions = root[place[1]];
    return isObject(definitions) ? check(value, definitions[place[2] as string], root, depth) : null;
  },
});

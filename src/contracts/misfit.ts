import { isObject, objectOf, type JsonObject } from "../core/json.ts";
import { fitsSchema } from "../core/json-schema.ts";
import { printJsonPath, type JsonPath } from "./json-path.ts";
import { shortText } from "./short-text.ts";
import type { Told } from "./told.ts";

/** Where a value breaks a schema, and how. */
interface Misfit extends Told {
  readonly path: JsonPath;
}

/**
 * Where a value first breaks a JSON Schema, as deep inside as that can be told; null where it fits, or where nobody can tell.
 * @param path how the value is reached
 */
export function misfit(value: unknown, schema: unknown, path: JsonPath): Misfit | null {
  return fitsSchema(value, schema) === false ? located(value, schema, objectOf(schema), path) : null;
}

function located(value: unknown, schema: unknown, root: JsonObject, path: JsonPath): Misfit {
  const rules = followed(schema, root);
  for (const [name, member, part] of partsOf(value, rules)) {
    const alone = withDefinitions(part, root);
    if (fitsSchema(member, alone) === false) return located(member, alone, root, [...path, name]);
  }
  const wrong = Object.entries(rules).filter(
    ([keyword, given]) => fitsSchema(value, withDefinitions({ [keyword]: given }, root)) === false,
  );
  return (
    wrongMember(value, rules, path) ??
    broken(path, wrong.length === 0 ? schema : Object.fromEntries(wrong), value, shortText(value))
  );
}

/** A member that is missing, or that should not be there. */
function wrongMember(value: unknown, rules: JsonObject, path: JsonPath): Misfit | null {
  if (!isObject(value)) return null;
  const { required, additionalProperties } = rules;
  const missing = Array.isArray(required) ? required.find((name) => !Object.hasOwn(value, String(name))) : undefined;
  if (typeof missing === "string") return broken([...path, missing], { required: [missing] }, null, "nothing");
  if (additionalProperties !== false) return null;
  const listed = objectOf(rules["properties"]);
  const extra = Object.keys(value).find((name) => !Object.hasOwn(listed, name));
  return extra === undefined
    ? null
    : broken([...path, extra], { additionalProperties: false }, value[extra], shortText(value[extra]));
}

function broken(path: JsonPath, expected: unknown, found: unknown, text: string): Misfit {
  const message = `expected ${printJsonPath(path)} to fit the schema's ${shortText(expected)}; found ${text}`;
  return { path, expected, found, message };
}

/** The members and items of a value that the schema has a schema for. */
function partsOf(
  value: unknown,
  { items, properties }: JsonObject,
): readonly (readonly [string | number, unknown, unknown])[] {
  if (Array.isArray(value)) {
    return isObject(items) ? value.map((item: unknown, index) => [index, item, items] as const) : [];
  }
  if (!isObject(value)) return [];
  return Object.entries(objectOf(properties)).flatMap(([name, part]) =>
    Object.hasOwn(value, name) ? [[name, value[name], part] as const] : [],
  );
}

const REFERENCE = /^#\/(?<list>\$defs|definitions)\/(?<name>[^/~%]+)$/;
/** References followed one after the other: a schema may lead back to itself. */
const MOST_REFERENCES = 8;

/** The schema that a reference to a definition leads to, or the schema itself. */
function followed(schema: unknown, root: JsonObject): JsonObject {
  let found = objectOf(schema);
  for (let steps = 0; steps < MOST_REFERENCES; steps++) {
    const place = typeof found["$ref"] === "string" ? REFERENCE.exec(found["$ref"])?.groups : undefined;
    const definitions = objectOf(root[place?.["list"] ?? ""]);
    const name = place?.["name"] ?? "";
    if (!Object.hasOwn(definitions, name)) return found;
    found = objectOf(definitions[name]);
  }
  return found;
}

/** A part of a schema by itself, with the definitions that its references lead to. */
function withDefinitions(schema: unknown, { $defs, definitions }: JsonObject): unknown {
  if (!isObject(schema)) return schema;
  return {
    ...($defs === undefined ? {} : { $defs }),
    ...(definitions === undefined ? {} : { definitions }),
    ...schema,
  };
}

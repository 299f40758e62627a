import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import { choiceOf, typeOf } from "./value-rules.ts";

const DEEPEST = 6;

/** A JSON Schema that all of some values fit: their types, the members that none lacks, and the few texts that some members are chosen from. */
export function draftedSchema(values: readonly unknown[], depth = 0): JsonObject {
  const types = [...new Set(values.map(typeOf))].toSorted();
  if (types.length === 0 || depth > DEEPEST) return {};
  const type = types.length === 1 ? types[0] : types;
  const objects = values.filter((value) => typeOf(value) === "object").map(objectOf);
  const lists = values.filter((value) => typeOf(value) === "array").map(arrayOf);
  const choice = types.length === 1 && type === "string" ? choiceOf(values as readonly string[]) : null;
  return {
    type,
    ...(choice === null ? {} : { enum: choice }),
    ...(objects.length === 0 ? {} : membersOf(objects, depth)),
    ...(lists.some((list) => list.length > 0) ? { items: draftedSchema(lists.flat(), depth + 1) } : {}),
  };
}

function membersOf(objects: readonly JsonObject[], depth: number): JsonObject {
  const everywhere = namesInAll(objects);
  const names = [...everywhere].toSorted();
  if (names.length === 0) return {};
  const properties = names.map((name) => {
    const values = objects.map((object) => object[name]);
    return [name, draftedSchema(values, depth + 1)] as const;
  });
  return { required: names, properties: Object.fromEntries(properties) };
}

function namesInAll(objects: readonly JsonObject[]): ReadonlySet<string> {
  const [first, ...others] = objects;
  return new Set(Object.keys(first ?? {}).filter((name) => others.every((object) => Object.hasOwn(object, name))));
}

import { expect, test } from "vitest";
import { fitsStrict } from "./strictness.ts";

const object = (properties: object, required: readonly string[], more: object = { additionalProperties: false }) => ({
  type: "object",
  properties,
  required,
  ...more,
});
const TEXT = { type: "string" };

test.each([
  ["all members required, no others", object({ a: TEXT }, ["a"]), true],
  ["a member that may be left out", object({ a: TEXT, b: TEXT }, ["a"]), false],
  ["members of any name", object({ a: TEXT }, ["a"], {}), false],
  ["an object inside that allows others", object({ a: object({}, [], {}) }, ["a"]), false],
  ["objects in a list", object({ a: { type: "array", items: object({ b: TEXT }, []) } }, ["a"]), false],
  ["a choice of objects", object({ a: { anyOf: [TEXT, object({ b: TEXT }, ["b"])] } }, ["a"]), true],
  ["a definition", { ...object({ a: { $ref: "#/$defs/x" } }, ["a"]), $defs: { x: object({ b: TEXT }, []) } }, false],
  ["a value that looks like a schema", object({ a: { enum: [{ type: "object" }] } }, ["a"]), true],
  ["a member called properties", object({ properties: TEXT }, ["properties"]), true],
  ["no schema", undefined, true],
])("%s", (_, schema, strict) => {
  expect(fitsStrict(schema)).toBe(strict);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitsSchema } from "./json-schema.ts";

test.each([
  ["x", { type: "string" }, true],
  ["x", { type: ["number", "string"] }, true],
  [1.5, { type: "integer" }, false],
  [1, { type: "integer" }, true],
  [null, { type: "string", nullable: true }, true],
  [null, { type: "null" }, true],
  ["x", { type: "dict" }, null],
  ["x", { type: "string", pattern: "^x$" }, null],
  [7, { type: "string", pattern: "^x$" }, false],
  ["x", { requried: ["a"] }, null],
  ["b", { enum: ["a", "b"] }, true],
  [{ a: [1] }, { enum: [{ a: [1] }] }, true],
  [2, { const: 3 }, false],
  [5, { minimum: 5, exclusiveMaximum: 6 }, true],
  [[1, 2], { type: "array", items: { type: "integer" }, maxItems: 1 }, false],
  [[1, "2"], { items: { type: "integer" } }, false],
  [{ a: 1 }, { properties: { a: { type: "string" } } }, false],
  [{}, { required: ["a"] }, false],
  [{ b: 1 }, { properties: { a: {} }, additionalProperties: false }, false],
  [{ b: 1 }, { additionalProperties: { type: "string" } }, false],
  [{ x1: 1 }, { additionalProperties: false, patternProperties: { "^x": {} } }, null],
  [1, { anyOf: [{ type: "string" }, { type: "number" }] }, true],
  [1, { anyOf: [{ type: "string" }, { pattern: "x" }] }, null],
  [1, { allOf: [{ type: "number" }, { minimum: 2 }] }, false],
  ["𝒳", { minLength: 2 }, false],
  [
    { next: { next: {} } },
    { $ref: "#/$defs/node", $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } } },
    true,
  ],
  [
    { next: { next: 1 } },
    { $ref: "#/$defs/node", $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } } },
    false,
  ],
  [1, { $ref: "#" }, null],
  [1, { $ref: "https://example.com/schema" }, null],
  [1, true, true],
  [1, false, false],
  [1, "string", null],
])("%j against %j: %s", (value, schema, fit) => {
  expect(fitsSchema(value, schema)).toBe(fit);
});

test("whatever the schema, an answer and no throw", () => {
  const keyword = fc.constantFrom(
    "type",
    "enum",
    "required",
    "properties",
    "items",
    "anyOf",
    "$ref",
    "__proto__",
    "constructor",
  );
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(keyword, fc.jsonValue()), (value, schema) => {
      expect([true, false, null]).toContain(fitsSchema(value, schema));
    }),
  );
});

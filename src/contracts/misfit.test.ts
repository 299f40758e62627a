import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { fitsSchema } from "../core/json-schema.ts";
import { placesAt } from "./json-path.ts";
import { misfit } from "./misfit.ts";

const LIST = {
  $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" }, id: { type: "integer" } } } },
  $ref: "#/$defs/node",
};

it.each<[unknown, unknown, readonly (string | number)[], unknown]>([
  [{ next: { next: { id: "x" } } }, LIST, ["next", "next", "id"], { type: "integer" }],
  [{ a: 1 }, { properties: { a: { enum: [2, 3] } } }, ["a"], { enum: [2, 3] }],
  [
    { a: 1 },
    { anyOf: [{ required: ["b"] }, { type: "array" }] },
    [],
    { anyOf: [{ required: ["b"] }, { type: "array" }] },
  ],
  [{}, { required: ["toString"] }, ["toString"], { required: ["toString"] }],
  [[1, [2, "3"]], { items: { type: ["integer", "array"], items: { type: "integer" } } }, [1, 1], { type: "integer" }],
  [{ "a b": 1 }, { additionalProperties: false }, ["a b"], { additionalProperties: false }],
  [1, false, [], false],
])("%j against %j", (value, schema, path, expected) => {
  expect(misfit(value, schema, [])).toMatchObject({ path, expected });
});

it("ends where a schema leads back to itself", () => {
  const circle = {
    $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } },
    properties: { x: { $ref: "#/$defs/a" } },
  };
  expect(misfit({ x: 1 }, circle, [])).toBeNull();
  expect(misfit({ x: 1, y: 2 }, { ...circle, maximum: 1, additionalProperties: false }, [])).toMatchObject({
    path: ["y"],
  });
});

test("there is a place exactly where the value does not fit, and it leads into the value or one step past it", () => {
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.record({ type: fc.constantFrom("string", "integer", "object", "array", "dict") }),
      fc.record({ enum: fc.array(fc.jsonValue({ maxDepth: 0 }), { maxLength: 2 }) }),
      fc.record({ items: tie("schema") }),
      fc.record(
        {
          properties: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("schema")),
          required: fc.array(fc.constantFrom("a", "b")),
          additionalProperties: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    ),
  }));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("x", 1, 1.5, null),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
    ),
  }));
  fc.assert(
    fc.property(value, schema, (value, schema) => {
      const wrong = misfit(value, schema, []);
      expect(wrong !== null).toBe(fitsSchema(value, schema) === false);
      if (wrong === null) return;
      const there = placesAt(value, wrong.path);
      if (there.length === 0) expect(placesAt(value, wrong.path.slice(0, -1))).toHaveLength(1);
      else expect(there[0]?.value).toEqual(wrong.found);
    }),
    { numRuns: 500 },
  );
});

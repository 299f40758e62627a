import { expect, it } from "vitest";
import { draws } from "./draws.ts";
import { valueFromSchema } from "./from-schema.ts";

function drawn(schema: object): readonly number[] {
  return Array.from({ length: 200 }, (_, index) => {
    const draw = draws(`number ${index}`);
    return valueFromSchema(schema, draw, () => draw.chance(0.2)) as number;
  });
}

it.each([
  ["limits", { type: "integer", minimum: 1, maximum: 8 }, 1, 8],
  ["a description", { type: "integer", description: "From 2 to 5 stars." }, 2, 5],
  ["a description, of a share", { type: "number", description: "From 0 to 1." }, 0, 1],
  ["nothing", { type: "number" }, 0, 1_000],
])("numbers keep to what %s says", (_, schema, least, most) => {
  const numbers = drawn(schema);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(most);
  expect(new Set(numbers).size).toBeGreaterThanOrEqual(4);
});

it("a share has hundredths, and not only ends", () => {
  const shares = drawn({ type: "number", description: "From 0 to 1." });
  expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(150);
  expect(shares.every((share) => Number.isInteger(Math.round(share * 1e6) / 1e4))).toBe(true);
});

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { syntaxMistake } from "./json-syntax.ts";

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it.each([
  ["", 0, "Line 1: this is not JSON, expected a value"],
  ['[\n{"role":]', 10, "Line 2: this is not JSON, expected a value"],
  ['{"a":1 "b"', 7, "Line 1: this is not JSON, expected a comma or }"],
  ['{"a" 1}', 5, "Line 1: this is not JSON, expected a colon"],
  ["{'a':1}", 1, "Line 1: this is not JSON, expected a name in quotation marks"],
  ["[1,]", 3, "Line 1: this is not JSON, expected a value"],
  ["[1}", 2, "Line 1: this is not JSON, expected a comma or ]"],
  ['["a\n"]', 3, "Line 1: this is not JSON, expected the string to end with a quotation mark"],
  ["{}\n x", 4, "Line 2: this is not JSON, expected nothing more"],
  ["01", 1, "Line 1: this is not JSON, expected nothing more"],
])("of %j it says where and what", (text, at, message) => {
  expect(syntaxMistake(text)).toEqual({ at, message });
});

it("is the browser's opinion of any text, a value with a piece cut out of it above all", () => {
  const cut = fc.tuple(fc.json(), fc.nat(), fc.nat(3)).map(([text, at, length]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + text.slice(from + length);
  });
  fc.assert(
    fc.property(fc.oneof(fc.json(), cut, fc.string()), (text) => {
      expect(syntaxMistake(text) === null).toBe(parses(text));
    }),
    { numRuns: 2_000 },
  );
});

it("reads a long string", () => {
  expect(syntaxMistake(JSON.stringify("ab\\n".repeat(1_000_000)))).toBeNull();
});

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { singleSpaced } from "./single-spaced.ts";

it("makes one plain space of every run of white space", () => {
  expect(singleSpaced(" a  b\n\nc \t d\u00a0e\u3000 \r\nf ")).toBe(" a b c d e f ");
});

it("any text becomes what it would with all of its runs written anew", () => {
  const characters = fc.constantFrom(" ", "\n", "\t", "\r", "\u00a0", "\u2028", "\ufeff", "a", "b", "é");
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 40 }), (text) => {
      expect(singleSpaced(text)).toBe(text.replaceAll(/\s+/g, " "));
    }),
  );
});

import { expect, test } from "vitest";
import { lookUp } from "./look-up.ts";

test("a table has what was put into it, and nothing that every object has", () => {
  const table = { stop: "end", constructor: "own" };
  expect(lookUp(table, "stop")).toBe("end");
  expect(lookUp(table, "constructor")).toBe("own");
  for (const word of ["toString", "__proto__", "hasOwnProperty", "other"]) expect(lookUp(table, word)).toBeUndefined();
});

import { expect, it } from "vitest";
import { closest } from "./closest.ts";

it.each([
  ["imprt", "import"],
  ["shwo", "show"],
  ["Import", "import"],
  ["simulte", "simulate"],
  ["lgs", "logs"],
  ["x", null],
  ["deploy", null],
])("takes %s for %s", (word, meant) => {
  expect(closest(word, ["import", "show", "simulate", "logs", "export"])).toBe(meant);
});

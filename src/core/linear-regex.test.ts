import { expect, it } from "vitest";
import { linearRegex } from "./linear-regex.ts";

function finds(source: string, text: string): boolean {
  const found = linearRegex(source);
  if (typeof found === "string") throw new Error(found);
  return found(text);
}

it("finds anywhere in a text, in the syntax of RE2, however often it is asked for", () => {
  for (let time = 0; time < 3; time++) {
    expect(finds("ord_[0-9]+", "see ord_12")).toBe(true);
    expect(finds("^ord_[0-9]+$", "see ord_12")).toBe(false);
    expect(finds("(?i)REFUND", "a refund")).toBe(true);
  }
});

it("takes linear time where backtracking would take ages", () => {
  const before = performance.now();
  expect(finds("^(a+)+$", `${"a".repeat(5_000)}!`)).toBe(false);
  expect(performance.now() - before).toBeLessThan(5_000);
});

it.each([
  ["(", "not a regular expression of the RE2 syntax"],
  ["(a)\\1", "not a regular expression of the RE2 syntax"],
  ["a".repeat(513), "at most 512 characters"],
  [7, "at most 512 characters"],
])("says what is wrong with %s", (source, message) => {
  expect(linearRegex(source)).toContain(message);
});

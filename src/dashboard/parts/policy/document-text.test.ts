import { expect, it } from "vitest";
import { languageOf, readText, rewritten } from "./document-text.ts";

it("turns one language into the other, and does not try where it cannot read", () => {
  expect(rewritten("a: [1, 2]", "json")).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
  expect(rewritten('{"a":1}', "json")).toBe('{"a":1}');
  expect(rewritten("a: [", "json")).toBeNull();
  expect(rewritten("", "json")).toBe("");
});

it("knows JSON from YAML", () => {
  expect(languageOf('{"a": 1}')).toBe("json");
  expect(languageOf("{a: 1}")).toBe("yaml");
  expect(languageOf("")).toBe("yaml");
});

it("says why a text cannot be read, and in which line", () => {
  const aliases = `a: &a [1]\n${"b: *a\n".repeat(2)}`;
  for (const [text, line] of [
    ["a: 1\nb: [", 2],
    ["a: 1\na: 2", 2],
    ["a: *nowhere", 1],
    [aliases, 3],
  ] as const) {
    const read = readText(text);
    expect(read.readable ? [] : read.mistakes[0]).toMatchObject({ field: null });
    expect(read.readable ? "" : read.mistakes[0]?.message).toMatch(new RegExp(`^Line ${line}: `, "u"));
  }
});

import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  ALL,
  isPathMistake,
  parseJsonPath,
  placesAt,
  printJsonPath,
  type JsonPath,
  type PathMistake,
} from "./json-path.ts";

function path(text: string): JsonPath {
  const read = parseJsonPath(text);
  if (isPathMistake(read)) throw new Error(`${text}: ${read.message} at ${read.at}`);
  return read;
}

const step = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("name", "a b", "", "'", '"', "\\", "_x9", "9x", "ä", "__proto__", "\u007F", "\u0000"),
  fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }).filter((index) => !Object.is(index, -0)),
  fc.constant(ALL),
);

describe("a path", () => {
  it.each<[string, JsonPath]>([
    ["$", []],
    ["$.environment", ["environment"]],
    ["$.tool_calls[0].name", ["tool_calls", 0, "name"]],
    ['$["a b"]', ["a b"]],
    ["$['a b']['it\\'s \"so\"']", ["a b", 'it\'s "so"']],
    ['$["\\u00e4\\n\\ud83d\\ude00"]', ["ä\n😀"]],
    ["$.items[*].id", ["items", ALL, "id"]],
    ["$.*", [ALL]],
    ["$[-1]", [-1]],
    ["$ .a\n[ 0 ]", ["a", 0]],
    ["$.größe.名", ["größe", "名"]],
  ])("%s", (text, steps) => {
    expect(path(text)).toEqual(steps);
  });

  it.each<[string, number, string]>([
    ["", 1, "`$`"],
    ["environment", 1, "`$`"],
    ["$.", 3, "a name"],
    ["$.9", 3, "a name"],
    ["$. a", 3, "a name"],
    ["$..a", 2, "`..` is not supported"],
    ["$a", 2, "`.` or `["],
    ["$.a-b", 4, "`.` or `["],
    ["$.a ", 4, "white space"],
    ["$[", 3, "inside `[ ]`"],
    ["$[-0]", 3, "inside `[ ]`"],
    ["$[?@.a]", 3, "inside `[ ]`"],
    ["$[01]", 4, "expected `]`"],
    ["$[0:2]", 4, "slices"],
    ["$['a','b']", 6, "expected `]`"],
    ["$['a", 3, "does not end"],
    ["$['\\x']", 3, "JSON does not allow"],
    ['$["\n"]', 3, "JSON does not allow"],
    ['$["\\ud800"]', 3, "JSON does not allow"],
    ["$.a[0]b", 7, "`.` or `["],
    ["$[9007199254740993]", 18, "expected `]`"],
  ])("%s is none, and the mistake has its place", (text, at, message) => {
    const read = parseJsonPath(text) as PathMistake;
    expect(read.message).toContain(message);
    expect(read.at).toBe(at);
  });

  test("is printed as what reads back as the same", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(path(printJsonPath(steps))).toEqual(steps);
      }),
    );
    expect(printJsonPath(["tool_calls", 0, "arguments", "a b", ALL])).toBe('$.tool_calls[0].arguments["a b"][*]');
  });

  test("is read from any text without a throw, and a mistake stands within it", () => {
    const pieces = fc
      .array(
        fc.oneof(fc.constantFrom("$", ".", "[", "]", "*", "'", '"', "\\", "0", "-1", "a", " ", "\ud800"), fc.string()),
      )
      .map((parts) => `$${parts.join("")}`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), pieces), (text) => {
        const read = parseJsonPath(text);
        if (isPathMistake(read)) {
          expect(read.at >= 1 && read.at <= text.length + 1).toBe(true);
        } else expect(path(printJsonPath(read))).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("what a path leads to", () => {
  const value = { a: [{ id: 1 }, { id: null }, {}], "b c": { x: "y" }, __proto__x: 1 };
  const found = (text: string): readonly unknown[] => placesAt(value, path(text)).map((place) => place.value);

  it.each<[string, readonly unknown[]]>([
    ["$", [value]],
    ["$.a[0].id", [1]],
    ["$.a[-1]", [{}]],
    ["$.a[3]", []],
    ["$.a[-4]", []],
    ["$.a[*].id", [1, null]],
    ["$.*.x", ["y"]],
    ["$['b c'].x[0]", []],
    ["$.a.length", []],
    ["$.toString", []],
    ["$.a.id", []],
  ])("%s", (text, values) => {
    expect(found(text)).toEqual(values);
  });

  test("each place says how to get there", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(fc.oneof(fc.constant(ALL), fc.constantFrom(0, -1, "a")), { maxLength: 3 }),
        (root, steps) => {
          for (const place of placesAt(root, steps)) {
            expect(placesAt(root, place.path)).toEqual([place]);
          }
        },
      ),
    );
  });
});

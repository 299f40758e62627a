import * as fc from "fast-check";
import { expect, it } from "vitest";
import { jsonPlace } from "./json-place.ts";

it("finds a value by its keys, and the last thing on the way to one that is not there", () => {
  const text = ' { "a,": [1, "]{", {"b\\"": [ [], {"c": null} ]}], "a": 1, "a": 2 }';
  const at = (...path: (string | number)[]) => text.slice(jsonPlace(text, path));
  expect(at("a,", 1)).toMatch(/^"\]\{"/u);
  expect(at("a,", 2, 'b"', 1, "c")).toMatch(/^null\}/u);
  expect(at("a,", 2, 'b"', 7)).toMatch(/^\[ \[\]/u);
  expect(at("a")).toMatch(/^2 \}/u);
  expect(at("nothing")).toBe(text.slice(1));
  expect(jsonPlace("", ["a"])).toBe(0);
});

it("leads to the very value in any document, however it is written", () => {
  const walk = (value: unknown, path: readonly (string | number)[], text: string): void => {
    const rest = text.slice(jsonPlace(text, path));
    const written = JSON.stringify(value);
    if (typeof value !== "object" || value === null) expect(rest.startsWith(written)).toBe(true);
    else for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key], text);
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, spaces) => {
      const text = JSON.stringify(value, null, spaces);
      walk(JSON.parse(text), [], text);
    }),
  );
});

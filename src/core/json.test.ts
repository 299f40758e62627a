import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { MOST_LEVELS, parseJson, tooDeep } from "./json.ts";

const lists = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("JSON from outside", () => {
  it.each([lists, objects])("is taken up to a depth that every walk over it bears", (text) => {
    const value = parseJson(text(MOST_LEVELS));
    expect(canonicalJson(value)).toBe(text(MOST_LEVELS));
    expect(parseJson(text(MOST_LEVELS + 1))).toBeUndefined();
    expect(parseJson(text(100_000))).toBeUndefined();
  });

  it("is found too deep wherever the depth stands", () => {
    const text = `{"a":1,"b":["x",null,{"c":${lists(MOST_LEVELS)}}],"d":2}`;
    expect(tooDeep(JSON.parse(text), text.length)).toBe(true);
    const wide = JSON.stringify({ a: Array.from({ length: 2_000 }, (_, i) => ({ i, list: [i, [i]] })) });
    expect(tooDeep(JSON.parse(wide), wide.length)).toBe(false);
  });
});

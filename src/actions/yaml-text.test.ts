import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineAtPath, parseYaml, yamlText } from "./yaml-text.ts";

describe("YAML as JSON would have it", () => {
  it.each<[string, unknown]>([
    ["on: yes\nno: off", { on: "yes", no: "off" }],
    [
      "at: 08:00\nday: 2026-07-01\nlong: 1_000\nversion: 1.2.3",
      { at: "08:00", day: "2026-07-01", long: "1_000", version: "1.2.3" },
    ],
    [
      "a: 1\nb: -2.5\nc: 1e3\nd: '1'\ne: true\nf: null\ng: ~\nh:",
      { a: 1, b: -2.5, c: 1000, d: "1", e: true, f: null, g: null, h: null },
    ],
    ["1: a\ntrue: b", { 1: "a", true: "b" }],
    ["$gte: 0.9", { $gte: 0.9 }],
    ["gpt-4o-mini:openai", "gpt-4o-mini:openai"],
    ["[a:b, 'c:d']", ["a:b", "c:d"]],
    ["a: &x {b: [1]}\nc: *x", { a: { b: [1] }, c: { b: [1] } }],
    ["a: &x {b: 1}\nc: {<<: *x}", { a: { b: 1 }, c: { "<<": { b: 1 } } }],
    ["%YAML 1.1\n---\na: yes", { a: "yes" }],
    ["", null],
  ])("%j", (text, value) => {
    expect(parseYaml(text)).toEqual({ value });
  });

  it("reads every JSON text as JSON does, but for a key that stands twice", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (json, indent) => {
        const value = JSON.parse(json) as unknown;
        expect(parseYaml(JSON.stringify(value, null, indent))).toEqual({ value });
      }),
    );
  });
});

describe("YAML that is refused, with the line", () => {
  it.each<[string, string, number | null]>([
    ["a: 1\nb: 2\na: 3", "a map has the key a twice", 3],
    ['a: 1\n"a": 3', 'a map has the key "a" twice', 2],
    ["a: 1\n\tb: 2", "Tabs are not allowed as indentation", 2],
    ["a: 1\n---\nb: 2", "expected one document, found several", 2],
    ["b: 1\n? [a]\n: 1", "expected a text as key of a map", 2],
    ["a: 1\nb: !secret x", "Unresolved tag: !secret", 2],
    ["a: !!set {x}", "Unresolved tag: tag:yaml.org,2002:set", 1],
    ["a: 1\nb: [.nan]", "expected a number that JSON can hold, found .nan", 2],
    ["a: -.inf", "expected a number that JSON can hold, found -.inf", 1],
    ["a: 1e999", "expected a number that JSON can hold, found 1e999", 1],
    ["a: 1\nb: *c", "there is no anchor &c before *c", 2],
    ["a: &x\n  b: *x", "*x stands inside what it repeats", 2],
    ["a: 1\nb: [", "Flow sequence in block collection must be sufficiently indented and end with a ]", 2],
  ])("%j", (text, mistake, line) => {
    expect(parseYaml(text)).toEqual({ mistake, line });
  });

  it("a few lines that stand for more than memory holds", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${"*a0, ".replace("0", String(level)).repeat(10)}]`,
    );
    const text = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", ...levels].join("\n");
    expect(parseYaml(text)).toEqual({ mistake: expect.stringContaining("more than 100 times") as string, line: null });
    const often = `a: &a {b: 1}\nc: [${"*a, ".repeat(100)}]`;
    expect(parseYaml(often)).toMatchObject({ value: { a: { b: 1 } } });
    expect(parseYaml(often.replace("c: [", "c: [*a, "))).toMatchObject({ line: null });
  });

  it("nesting without end", () => {
    expect(parseYaml("[".repeat(5_000) + "]".repeat(5_000))).toHaveProperty("mistake");
  });

  it.each(["-0", "a: -0.0", "- [-0]"])("knows one zero: %s", (text) => {
    const read = parseYaml(text);
    expect(JSON.stringify(read)).toContain("0");
    expect(read).toEqual(JSON.parse(JSON.stringify(read)));
  });

  it("says what is wrong with any text instead of throwing", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab: -[]{}&*!?|>%'\"#,\n\t@`~0.") }), (text) => {
        const read = parseYaml(text);
        if ("value" in read) expect(JSON.parse(JSON.stringify(read.value))).toEqual(read.value);
        else expect(read.mistake).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON written as YAML", () => {
  it("is read back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(parseYaml(yamlText(plain))).toEqual({ value: plain });
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });

  it("keeps a long prompt readable: a line stays a line", () => {
    const prompt = `You are kind.\n${"Answer in one sentence. ".repeat(10).trim()}\n`;
    expect(yamlText({ system_prompt: prompt })).toBe(
      `system_prompt: |\n  You are kind.\n  ${"Answer in one sentence. ".repeat(10).trim()}\n`,
    );
  });
});

describe("the line of a path", () => {
  const yaml = "# head\na: 1\nb:\n  - x: 1\n  - {y: &anchor {z: 2},\n     w: 3}\nc: *anchor\n? d\n:\n  - 5\n";
  it.each<[readonly PropertyKey[], number]>([
    [[], 2],
    [["a"], 2],
    [["b"], 3],
    [["b", 0], 4],
    [["b", 1, "y", "z"], 5],
    [["b", 1, "w"], 6],
    [["b", 7], 3],
    [["b", 1, "nothing", "deeper"], 5],
    [["c"], 7],
    [["c", "z"], 5],
    [["d", 0], 10],
    [["nothing"], 2],
  ])("%j in YAML", (path, line) => {
    expect(lineAtPath(yaml, path)).toBe(line);
  });

  it("in JSON, with tabs, and in what is neither", () => {
    expect(lineAtPath('{\n\t"a": [\n\t\t1,\n\t\t{"b": 2}\n\t]\n}', ["a", 1, "b"])).toBe(4);
    expect(lineAtPath("", ["a"])).toBe(1);
    expect(lineAtPath("a: [1\n", ["a", 0])).toBe(1);
  });

  it("is that of the member in any JSON text", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.json({ maxDepth: 2 }), { minKeys: 1 }), (members) => {
        const text = JSON.stringify(members, null, 2);
        for (const [index, key] of Object.keys(members).entries()) expect(lineAtPath(text, [key])).toBe(index + 2);
      }),
    );
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULES, isTest } from "./architecture/rules.ts";
import { importsOf, maskOf, readSources, source, type Source } from "./architecture/sources.ts";
import { REGISTRIES, ROOMS } from "./architecture/table.ts";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = readSources(join(ROOT, "src"));

/** Made-up sources: path to text. */
function house(files: Readonly<Record<string, string>>): readonly Source[] {
  return Object.entries(files).map(([path, text]) => source(path, text));
}

function complaints(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  return RULES[rule]?.(house(files)) ?? [];
}

describe("the house keeps its rules", () => {
  it("is looked at at all", () => {
    expect(SOURCES.length).toBeGreaterThan(10);
    expect(SOURCES.some(({ path }) => isTest(path))).toBe(true);
    expect(SOURCES.flatMap(({ imports }) => imports).length).toBeGreaterThan(20);
  });

  it.each(Object.keys(RULES))("%s", (rule) => {
    expect(RULES[rule]?.(SOURCES)).toEqual([]);
  });

  it("has no test anywhere that is skipped without a reason", () => {
    expect(RULES["skips"]?.(readSources(import.meta.dirname))).toEqual([]);
  });

  it("has a row in the import table for every room, and no room that names one without", () => {
    for (const { path } of SOURCES) if (path.includes("/")) expect(Object.keys(ROOMS)).toContain(path.split("/")[0]);
    for (const { rooms, types = [] } of Object.values(ROOMS)) {
      for (const room of [...rooms, ...types]) expect(Object.keys(ROOMS)).toContain(room);
    }
  });

  it("lists every registry in an index.ts that lists something", () => {
    for (const { folder, members } of REGISTRIES) {
      if (members === "folders" || !SOURCES.some(({ path }) => path.startsWith(`${folder}/`))) continue;
      const index = SOURCES.find(({ path }) => path === `${folder}/index.ts`);
      expect(index?.imports.length, folder).toBeGreaterThan(0);
    }
  });

  it("compiles exactly the pure rooms without Node and DOM", () => {
    const { include } = JSON.parse(readFileSync(join(ROOT, "tsconfig.pure.json"), "utf8")) as { include: string[] };
    const pure = Object.keys(ROOMS).filter((room) => ROOMS[room]?.pure === true);
    expect(include.toSorted()).toEqual(pure.map((room) => `src/${room}`).toSorted());
  });
});

it("a page of the dashboard is listed once: twice, and no page opens at all", () => {
  const router = readFileSync(join(import.meta.dirname, "../src/dashboard/router.ts"), "utf8");
  const listed = /addChildren\(\[([^\]]*)\]/u.exec(router)?.[1]?.match(/\w+/gu) ?? [];
  expect(listed).toContain("homeRoute");
  expect(listed).toEqual([...new Set(listed)]);
});

describe("importTable catches", () => {
  it.each([
    [
      "a pure room that looks outward",
      { "core/a.ts": 'import { b } from "../stats/b.ts";' },
      "core may not import stats",
    ],
    ["a type only import", { "stats/a.ts": 'import type { B } from "../replay/b.ts";' }, "stats may not import replay"],
    ["an import() in a type", { "core/a.ts": 'type B = import("../store/b.ts").B;' }, "core may not import store"],
    ["a dynamic import", { "core/a.ts": 'await import("../cli/b.ts");' }, "core may not import cli"],
    ["a re-export", { "core/a.ts": 'export * from "../prices/b.ts";' }, "core may not import prices"],
    ["a side effect", { "replay/a.ts": 'import "../prices/b.ts";' }, "replay may not import prices"],
    ["a worker's file", { "core/a.ts": 'new URL("../store/w.ts", import.meta.url)' }, "core may not import store"],
    [
      "a database from an action",
      { "actions/a.ts": 'import { s } from "../store/sqlite/s.ts";' },
      "only store/traffic.ts",
    ],
    [
      "a provider from an action",
      { "actions/a.ts": 'import { m } from "../providers/m.ts";' },
      "may not import providers",
    ],
    [
      "a running import where only types may come",
      { "store/a.ts": 'import { b } from "../stats/b.ts";' },
      "may not import stats",
    ],
    [
      "the composition root from a room",
      { "cli/a.ts": 'import { app } from "../app.ts";' },
      "only the composition root does",
    ],
    ["Node in a pure room", { "core/a.ts": 'import { readFileSync } from "node:fs";' }, "core may not import node:fs"],
    ["a bare built-in", { "store/a.ts": 'import { readFileSync } from "fs";' }, "write node:fs"],
    ["a foreign package", { "core/a.ts": 'import c from "picocolors";' }, "core may not import picocolors"],
    ["a package deep inside", { "stats/a.ts": 'import { x } from "@noble/hashes/sha2.js";' }, "may not import @noble"],
    ["a test's records in the product", { "core/a.ts": 'import { r } from "./a.fixtures.ts";' }, "is for tests only"],
    ["a room nobody planned", { "extras/a.ts": 'import { b } from "../core/b.ts";' }, "not a room"],
    ["a computed path", { "core/a.ts": "await import(name);" }, "cannot be checked"],
  ])("%s", (_, files, expected) => {
    expect(complaints("importTable", files)).toEqual([expect.stringContaining(expected)]);
  });

  it("but lets pass what the table allows", () => {
    const allowed = {
      "core/a.ts":
        'import * as z from "zod";\nimport { sha256 } from "@noble/hashes/sha2.js";\nimport { b } from "./b.ts";',
      "store/a.ts": 'import type { B } from "../stats/b.ts";\nimport { type C, type D } from "../prices/c.ts";',
      "cli/a.ts": 'import type { Store } from "../store/control.ts";',
      "actions/a.ts": 'import type { Traffic } from "../store/traffic.ts";\nimport { plan } from "../core/plan.ts";',
      "app.ts": 'import { open } from "./store/sqlite/open.ts";\nimport { anything } from "anything";',
      "importers/conformance.ts": 'import { it } from "vitest";',
      "core/a.test.ts": 'import { it } from "vitest";\nimport { run } from "../replay/run.ts";',
    };
    expect(complaints("importTable", allowed)).toEqual([]);
  });
});

describe("the other rules catch", () => {
  it.each([
    [
      "siblings",
      "a strategy that knows another",
      {
        "core/strategies/index.ts": 'import { a } from "./a.ts";\nimport { b } from "./b.ts";',
        "core/strategies/a.ts": 'import { rank } from "./b.ts";',
        "core/strategies/b.ts": "",
      },
      "a.ts may not import its sibling b.ts",
    ],
    [
      "siblings",
      "a member that reads its own list",
      {
        "importers/index.ts": 'import { a } from "./a.ts";',
        "importers/a.ts": 'import { IMPORTERS } from "./index.ts";',
      },
      "may not import its list",
    ],
    [
      "siblings",
      "a store that leans on another",
      { "store/sqlite/a.ts": 'import { b } from "../postgres/b.ts";', "store/postgres/b.ts": "" },
      "sqlite may not import its sibling postgres",
    ],
    [
      "cycles",
      "two files",
      { "core/a.ts": 'import "./b.ts";', "core/b.ts": 'import type { A } from "./a.ts";' },
      "a cycle",
    ],
    ["cycles", "a file and itself", { "core/a.ts": 'import "./a.ts";' }, "core/a.ts -> core/a.ts"],
    ["names", "a folder for anything", { "core/utils/a.ts": "" }, "utils says nothing"],
    ["names", "a file for anything", { "core/helpers.test.ts": "" }, "helpers says nothing"],
    ["names", "camel case", { "core/priceBook.ts": "" }, "not kebab-case"],
    ["noDefaultExports", "a default export", { "core/a.ts": "export default 1;" }, "no default exports"],
    ["noDefaultExports", "one under another name", { "core/a.ts": "export { a as default };" }, "no default exports"],
    ["noEnums", "an enum", { "core/a.ts": "export const enum Kind { A }" }, "no enums"],
    ["extensions", "a missing .ts", { "core/a.ts": 'import "./b";', "core/b.ts": "" }, "lacks its .ts"],
    ["extensions", "a compiled name", { "core/a.ts": 'import "./b.js";', "core/b.ts": "" }, "lacks its .ts"],
    ["extensions", "a file that is gone", { "core/a.ts": 'import "./gone.ts";' }, "is not there"],
    ["environment", "the time", { "actions/a.ts": "const now = Date.now();" }, "the clock"],
    ["environment", "a new Date", { "cli/a.ts": "const now = new Date();" }, "the clock"],
    ["environment", "a new Date without parentheses", { "cli/a.ts": "const now = new Date;" }, "the clock"],
    ["environment", "Date as a function", { "cli/a.ts": "const now = Date();" }, "the clock"],
    ["environment", "dice", { "core/a.ts": "const x = Math.random();" }, "randomness"],
    ["environment", "an id", { "store/a.ts": "const id = crypto.randomUUID();" }, "randomness"],
    ["environment", "an imported id", { "store/a.ts": 'import { randomUUID } from "node:crypto";' }, "randomness"],
    ["environment", "a variable", { "cli/a.ts": "const home = process.env.HOME;" }, "the environment"],
    ["environment", "a variable by another road", { "cli/a.ts": "const { env } = process;" }, "the environment"],
    ["environment", "the process", { "store/a.ts": 'import process from "node:process";' }, "the process"],
    ["environment", "code in a template", { "core/a.ts": "const a = `${Date.now()}`;" }, "the clock"],
    ["skips", "a skip for a condition", { "core/a.test.ts": "it.skipIf(gone)('a', run);" }, "a skip says why"],
    ["skips", "a suite left out", { "core/a.test.ts": "describe.skip('a', run);" }, "a skip says why"],
    ["lengths", "a long file", { "core/a.ts": "x;\n".repeat(301), "core/b.ts": "", "core/c.ts": "" }, "301 lines"],
    ["lengths", "long files all over", { "core/a.ts": "x;\n".repeat(100) }, "the median file has 100 lines"],
  ])("%s: %s", (rule, _, files, expected) => {
    expect(complaints(rule, files)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    [
      "siblings",
      { "importers/index.ts": 'import { a } from "./a.ts";', "importers/a.ts": 'import { b } from "./lines.ts";' },
    ],
    ["cycles", { "core/a.ts": 'import "./b.ts";\nimport "./c.ts";', "core/b.ts": 'import "./c.ts";', "core/c.ts": "" }],
    [
      "environment",
      { "core/a.ts": "// Date.now()\nconst s = 'Math.random()';\nconst d = new Date(at);\nconst r = /process.env/;" },
    ],
    ["environment", { "app.ts": "const now = Date.now();", "core/a.test.ts": "const now = Date.now();" }],
    ["environment", { "cli/a.ts": 'import process from "node:process";\nprocess.stdout.write("");' }],
    ["skips", { "core/a.test.ts": "it('a', ({ skip }) => skip(gone, 'no file'));" }],
    ["noEnums", { "core/a.ts": "// enum Kind {\nconst enumeration = { a: 1 };" }],
    ["lengths", { "core/a.ts": "x;\n".repeat(300), "core/b.ts": "x;\n".repeat(99), "core/c.ts": "" }],
  ])("and %s lets pass what is right", (rule, files) => {
    expect(complaints(rule, files)).toEqual([]);
  });
});

describe("reading imports", () => {
  it("finds every way to import, with its line, and nothing in comments, strings and regular expressions", () => {
    const text = [
      '// import "./in-a-comment.ts"',
      "import {",
      "  a,",
      '} from "./a.ts";',
      'const s = "import \'./in-a-string.ts\'"; const r = /import ".\\/in-a-regex.ts"/;',
      "const t = `import './in-a-template.ts' ${await import(\"./b.ts\")} and after`;",
      'export type { C } from "./c.ts";',
      'let d: import("./d.ts").D;',
      '/* import "./in-a-block.ts" */ import json from "./e.json" with { type: "json" };',
      'const half = total / 2; import("./f.ts").then(go); const rest = half / 2;',
    ].join("\n");
    expect(importsOf(text)).toEqual([
      { specifier: "./a.ts", typeOnly: false, handedOn: false, line: 2 },
      { specifier: "./b.ts", typeOnly: false, handedOn: false, line: 6 },
      { specifier: "./c.ts", typeOnly: true, handedOn: true, line: 7 },
      { specifier: "./d.ts", typeOnly: true, handedOn: false, line: 8 },
      { specifier: "./e.json", typeOnly: false, handedOn: false, line: 9 },
      { specifier: "./f.ts", typeOnly: false, handedOn: false, line: 10 },
    ]);
  });

  it("keeps every position and line break when it blanks out what is not code", () => {
    for (const { text, code } of SOURCES) {
      expect(code.length).toBe(text.length);
      expect(code.split("\n").length).toBe(text.split("\n").length);
      expect(maskOf(code)).toBe(code);
    }
  });
});

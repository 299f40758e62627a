import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkCompareCommand } from "../../src/cli/check-compare.ts";
import { CHECK_FLAGS } from "../../src/cli/check-flags.ts";
import { BASE_FLAG, OUTPUT_FLAGS } from "../../src/cli/output-flags.ts";
import { CASE_CHANGES } from "../../src/contracts/compare-checks.ts";
import { OUTPUT_FORMATS } from "../../src/report/checks/formats/index.ts";
import { weatherPack } from "../check/packs.ts";
import { temporaryFolder } from "../understudy.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/reference/ci.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```(?<language>\w+) (?<note>\S+)\n(?<text>.*?)^```$/gms)].map(({ groups }) => ({
  note: groups?.["note"] ?? "",
  text: groups?.["text"] ?? "",
}));
const RUNS = BLOCKS.filter(({ note }) => note === "run");
const SHOWN = BLOCKS.filter(({ note }) => note !== "run");

/** Rows of the table under a head, a list of cells each. */
function rows(head: string): readonly (readonly string[])[] {
  const table = PAGE.slice(PAGE.indexOf(head)).split("\n\n")[0] ?? "";
  return table
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
const firsts = (head: string): readonly string[] => rows(head).map(([name = ""]) => name.replaceAll("`", ""));

describe("docs/reference/ci.md", () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    weatherPack(folder.file("packs"));
    mkdirSync(folder.file("path"));
    symlinkSync(join(ROOT, "bin", "understudy"), folder.file("path/understudy"));
    for (const { text } of RUNS) {
      const env = {
        ...process.env,
        GITHUB_ACTIONS: "",
        PATH: [folder.file("path"), process.env["PATH"]].join(delimiter),
      };
      const { status, stderr } = spawnSync("sh", ["-eu", "-c", text], { cwd: folder.path, env, encoding: "utf8" });
      if (status !== 0 || stderr !== "") throw new Error(`${text}ended with ${status}: ${stderr}`);
    }
  });
  afterAll(() => folder[Symbol.dispose]());

  it.each(SHOWN.map(({ note, text }) => [note, text] as const))("shows lines that stand in %s", (file, text) => {
    const written = readFileSync(folder.file(file), "utf8");
    const parts = text
      .trimEnd()
      .split("\n")
      .flatMap((line) => line.split("..."))
      .filter((part) => part.trim() !== "");
    expect(parts.filter((part) => !written.includes(part.trim()))).toEqual([]);
    expect(parts.length).toBeGreaterThan(2);
  });

  it("runs its commands, which write what they say", () => {
    expect(RUNS.length).toBe(2);
    for (const file of ["report.html", "comparison.md"]) expect(existsSync(folder.file(file))).toBe(true);
  });

  it("has every format with its names, each with a section", () => {
    expect(rows("| format |").map(([name = "", , endings = ""]) => [name, endings])).toEqual(
      OUTPUT_FORMATS.map(({ name, endings }) => [`\`${name}\``, endings.map((ending) => `\`${ending}\``).join(", ")]),
    );
    for (const { name } of OUTPUT_FORMATS) expect(PAGE).toContain(`\n### ${name}\n`);
  });

  it("has every change and every choice of --fail-on", () => {
    expect(firsts("| change |").toSorted()).toEqual(CASE_CHANGES.toSorted());
    const choices = checkCompareCommand.flags?.find(({ name }) => name === "fail-on")?.choices ?? [];
    expect(firsts("| `--fail-on` |")).toEqual(choices);
  });

  it("names flags that there are", () => {
    const known = new Set(
      [...CHECK_FLAGS, ...OUTPUT_FLAGS, BASE_FLAG, ...(checkCompareCommand.flags ?? [])].map(({ name }) => name),
    );
    const named = [...PAGE.matchAll(/--(?<name>[a-z][a-z-]+)/gu)].map(({ groups }) => groups?.["name"] ?? "");
    // Of a shadow run.
    expect(named.filter((name) => !known.has(name) && name !== "gate" && name !== "json")).toEqual([]);
  });

  it("has exit codes as check has them", () => {
    const check = readFileSync(join(ROOT, "docs/reference/check.md"), "utf8");
    for (const code of firsts("| exit code |")) expect(check).toContain(`\n| ${code} |`);
  });

  it("leads to files that are there", () => {
    const links = [...PAGE.matchAll(/\]\((?<path>[^)#:]+)\)/gu)].map(({ groups }) => groups?.["path"] ?? "");
    expect(links.filter((path) => !existsSync(join(ROOT, "docs/reference", path)))).toEqual([]);
  });

  it("shows jobs of GitLab that run commands there are", () => {
    const jobs = parse(readFileSync(join(ROOT, "examples/ci/gitlab-ci.yml"), "utf8")) as Record<
      string,
      { readonly script?: readonly string[] }
    >;
    const scripts = Object.values(jobs).flatMap(({ script = [] }) => script);
    expect(scripts.length).toBe(2);
    const known = new Set([...CHECK_FLAGS, ...OUTPUT_FLAGS].map(({ name }) => name));
    for (const script of scripts) {
      expect(script.startsWith("npx --yes understudy check --pack ")).toBe(true);
      for (const [, name = ""] of script.matchAll(/ --([a-z-]+)/gu))
        expect(known.has(name) || name === "yes").toBe(true);
    }
  });
});

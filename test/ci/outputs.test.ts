import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECK_REPORT } from "../../src/contracts/check-report-schema.ts";
import { looksUp, weatherPack } from "../check/packs.ts";
import { temporaryFolder, understudy, type RunOptions } from "../understudy.ts";

const FAILING = { "recordings/oslo.recording.json": looksUp("Paris") };

/** A folder with the pack `weather`, and what a check of it with these flags does. */
function checked(changed: Parameters<typeof weatherPack>[1] = {}) {
  const folder = temporaryFolder();
  weatherPack(folder.path, changed);
  return {
    [Symbol.dispose]: () => folder[Symbol.dispose](),
    file: folder.file,
    text: (name: string): string => readFileSync(folder.file(name), "utf8"),
    run: (flags: readonly string[], options: RunOptions = {}) =>
      understudy(["check", "--pack", "weather", ...flags], { cwd: folder.path, ...options }),
  };
}

describe("check --output", () => {
  it("writes files beside the text, in folders it makes, and names them", async () => {
    using check = checked();
    const { code, out, err } = await check.run(["--output", "a/b/results.junit.xml", "--output", "html=page"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Wrote junit to a/b/results.junit.xml\nWrote html to page\n");
    expect(check.text("a/b/results.junit.xml")).toContain(
      '<testsuites name="understudy weather" tests="4" failures="0"',
    );
    expect(check.text("page")).toContain("<!doctype html>");
    expect(readdirSync(check.file("a/b"))).toEqual(["results.junit.xml"]);
  });

  it("writes them where the check fails, too", async () => {
    using check = checked(FAILING);
    const { code } = await check.run(["--output", "results.junit.xml", "--output", "results.sarif"]);
    expect(code).toBe(1);
    expect(check.text("results.junit.xml")).toContain("<failure");
    expect(check.text("results.sarif")).toContain('"level": "error"');
  });

  it("prints one to standard output instead of the text", async () => {
    using check = checked();
    const { out } = await check.run(["--output", "junit=-"]);
    expect(out.startsWith("<?xml")).toBe(true);
    expect(out.trimEnd().endsWith("</testsuites>")).toBe(true);
  });

  it("writes as JSON what --json prints, which reads back as a report", async () => {
    using check = checked();
    const { out } = await check.run(["--json", "--output", "report.json"]);
    const [printed, written] = [out, check.text("report.json")].map((text) => JSON.parse(text) as object);
    expect(written).toEqual(printed);
    expect(CHECK_REPORT.parse(written)).toEqual(written);
  });

  it("says what is wrong with a flag before anything is run", async () => {
    using check = checked(FAILING);
    const { code, err } = await check.run(["--output", "junti=a.xml"]);
    expect(code).toBe(2);
    expect(err).toContain('there is no format "junti": did you mean junit=a.xml?');
  });

  it("keeps the answer and the exit code of a failing check where a file cannot be written; else it is 2", async () => {
    using passing = checked();
    mkdirSync(passing.file("folder.xml"));
    const run = await passing.run(["--output", "folder.xml", "--output", "page.html"]);
    expect([run.code, run.err.includes("folder.xml"), existsSync(passing.file("page.html"))]).toEqual([2, true, true]);
    expect(run.out).toContain("page.html");
    using failing = checked(FAILING);
    mkdirSync(failing.file("folder.xml"));
    expect((await failing.run(["--output", "folder.xml"])).code).toBe(1);
  });

  it("writes to what is no file without replacing it", async () => {
    using check = checked();
    execFileSync("mkfifo", [check.file("pipe")]);
    const [{ code }, read] = await Promise.all([
      check.run(["--output", "junit=pipe"]),
      readFile(check.file("pipe"), "utf8"),
    ]);
    expect([code, read.startsWith("<?xml"), statSync(check.file("pipe")).isFIFO()]).toEqual([0, true, true]);
  });
});

describe("check --base", () => {
  it("compares with a stored report", async () => {
    using check = checked();
    await check.run(["--output", "base.json"]);
    weatherPack(join(check.file("weather"), ".."), FAILING);
    const { code } = await check.run(["--base", "base.json", "--output", "comment.md"]);
    expect(code).toBe(1);
    expect(check.text("comment.md")).toMatch(/^<!-- understudy:weather -->\n/u);
    expect(check.text("comment.md")).toContain("#### Newly failing (1)");
  });

  it("refuses a file that is none, with its field", async () => {
    using check = checked();
    writeFileSync(check.file("base.json"), JSON.stringify({ pack: { name: "weather" } }));
    const { code, err } = await check.run(["--base", "base.json"]);
    expect(code).toBe(2);
    expect(err).toContain("base.json");
    expect(err).toContain("this is no report of a check: expected string, found nothing");
    expect((await check.run(["--base", "missing.json"])).err).toContain("no such file");
  });
});

describe("in GitHub Actions", () => {
  const inActions = (check: { readonly file: (name: string) => string }): Readonly<Record<string, string>> => ({
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: check.file("."),
    GITHUB_STEP_SUMMARY: check.file("summary.md"),
  });

  it("annotations go to standard error and the summary to its file, by themselves", async () => {
    using check = checked(FAILING);
    const { code, out, err } = await check.run(["--json"], { env: inActions(check) });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ exit_code: 1 });
    expect(err).toMatch(
      /^::error file=weather\/contracts\/oslo.yaml,line=\d+,title=oslo \/ oslo%3A schema_violation::/u,
    );
    expect(check.text("summary.md")).toContain("1 case of a promoted contract fails");
  });

  it("a summary is added to what is there", async () => {
    using check = checked();
    writeFileSync(check.file("summary.md"), "before\n");
    await check.run([], { env: inActions(check) });
    expect(check.text("summary.md")).toMatch(/^before\n### /u);
  });

  it("--no-annotations writes neither", async () => {
    using check = checked(FAILING);
    const { err } = await check.run(["--no-annotations"], { env: inActions(check) });
    expect(err).toBe("");
    expect(existsSync(check.file("summary.md"))).toBe(false);
  });

  it("outside of it nothing is written", async () => {
    using check = checked(FAILING);
    const { err } = await check.run([], { env: { GITHUB_STEP_SUMMARY: check.file("summary.md") } });
    expect(err).toBe("");
    expect(existsSync(check.file("summary.md"))).toBe(false);
  });
});

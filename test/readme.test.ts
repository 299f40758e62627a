import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

interface Block {
  /** What stands behind the language: `run`, or a file name. */
  readonly note: string;
  readonly language: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...README.matchAll(/^```(?<language>\w+) ?(?<note>\S*)\n(?<text>.*?)^```$/gms)].map(
  ({ groups }) => ({
    language: groups?.["language"] ?? "",
    note: groups?.["note"] ?? "",
    text: groups?.["text"] ?? "",
  }),
);
const RUNS = BLOCKS.filter(({ language, note }) => language === "sh" && note === "run");

/** A reader's folder: empty, with `understudy` in the path, and the files the page shows. */
describe("the README's commands run as they stand", () => {
  let folder = "";
  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    NO_COLOR: "1",
    PATH: [join(folder, "path"), process.env["PATH"]].join(delimiter),
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "understudy-readme-"));
    mkdirSync(join(folder, "path"));
    symlinkSync(join(ROOT, "bin", "understudy"), join(folder, "path", "understudy"));
    for (const { language, note, text } of BLOCKS)
      if (language === "json" && note !== "") writeFileSync(join(folder, note), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("of which there are some", () => {
    expect(RUNS.length).toBeGreaterThanOrEqual(4);
    expect(existsSync(join(folder, "cheaper.json"))).toBe(true);
  });

  // One after the other, as a reader would: each block builds on those before it.
  it.each(RUNS.map(({ text }) => [text.trim().replaceAll("\n", " ; "), text]))("%s", (_, text) => {
    const { status, stdout, stderr } = spawnSync("sh", ["-eu", "-c", text], {
      cwd: folder,
      env: env(),
      encoding: "utf8",
    });
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout + stderr).not.toBe("");
  });

  it("and its links lead somewhere", () => {
    const links = [...README.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.["path"] ?? "");
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

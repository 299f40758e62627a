import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const SUPPORT_DESK = join(import.meta.dirname, "../import/fixtures/support-desk.jsonl");

describe("help", () => {
  it("is printed where nothing is typed, and where it is asked for", async () => {
    for (const args of [[], ["help"], ["--help"]]) {
      const run = await understudy(args);
      expect(run).toMatchObject({ code: 0, err: "" });
      expect(run.out).toContain("import [options] <FILE...>");
    }
  });

  it("shows a command's arguments, flags and examples", async () => {
    const run = await understudy(["import", "--help"]);
    expect(run.out).toContain("--outcome <NAME=PATH>");
    expect(run.out).toContain("Examples:\n  understudy import logs.jsonl\n");
    expect(run.out).toContain("--data <DIR>");
  });

  it("tells the version", async () => {
    expect((await understudy(["--version"])).out).toMatch(/^understudy \d+\.\d+\.\d+\n$/u);
  });
});

describe("a mistake in what is typed is one helpful line", () => {
  it.each([
    [
      ["imprt", "x"],
      "error: unknown command `understudy imprt`: did you mean `understudy import`? See `understudy help`.\n",
    ],
    [
      ["configs", "shwo", "x"],
      "error: unknown command `understudy configs shwo`: did you mean `understudy configs show`? See `understudy configs --help`.\n",
    ],
    [
      ["logs", "--prjoect", "x"],
      "error: unknown option '--prjoect': did you mean --project? See `understudy logs --help`.\n",
    ],
    [["import"], "error: missing required argument 'FILE'. See `understudy import --help`.\n"],
    [["logs", "--limit"], "error: option '--limit <N>' argument missing. See `understudy logs --help`.\n"],
    [["outcomes"], "error: `understudy outcomes` needs one of: import. See `understudy outcomes --help`.\n"],
  ])("%j", async (args, message) => {
    expect(await understudy(args)).toEqual({ code: 2, out: "", err: message });
  });

  it("is JSON where JSON was asked for", async () => {
    const run = await understudy(["logs", "--nope", "--json"]);
    expect(run).toMatchObject({ code: 2, err: "" });
    expect(JSON.parse(run.out)).toMatchObject({ error: { code: "usage" } });
  });
});

it("takes the flags of every command before or after its name", async () => {
  using folder = temporaryFolder();
  await understudy(["--data", "store", "import", SUPPORT_DESK], { cwd: folder.path });
  expect(await understudyJson(["logs", "--data", "store"], { cwd: folder.path })).toMatchObject({
    rows: { length: 5 },
  });
  expect(JSON.parse((await understudy(["--json", "--data", "store", "logs"], { cwd: folder.path })).out)).toMatchObject(
    { more: false },
  );
});

it("says how to begin where there is no store", async () => {
  using folder = temporaryFolder();
  const run = await understudy(["logs"], { cwd: folder.path });
  expect(run.code).toBe(2);
  expect(run.err).toContain("Fill a store first: `understudy import FILE`, or `understudy demo`.");
});

it("goes quietly when the reader has seen enough", async () => {
  using folder = temporaryFolder();
  await understudy(["import", SUPPORT_DESK], { cwd: folder.path });
  const child = spawn(process.execPath, [MAIN, "export"], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const err: Buffer[] = [];
  child.stderr.on("data", (data: Buffer) => err.push(data));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([code, Buffer.concat(err).toString()]).toEqual([0, ""]);
});

it("stops at Ctrl-C, keeps what is in and says so", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const row = (index: number) =>
    `${JSON.stringify({ created_at: new Date(1.73e12 + index).toISOString(), source_id: `r${index}`, model: "m", provider: "p", request: { messages: [] } })}\n`;
  writeFileSync(folder.file("rows.jsonl"), Array.from({ length: 5000 }, (_, index) => row(index)).join(""));
  const child = spawn(process.execPath, [MAIN, "import", "rows.jsonl", "-"], { cwd: folder.path });
  const out: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => out.push(data));
  const code = new Promise((resolve) => child.once("close", resolve));
  child.stdin.on("error", () => {});
  child.stdin.write(row(9999));
  setTimeout(() => child.kill("SIGINT"), 3000);
  expect(await code).toBe(130);
  expect(Buffer.concat(out).toString()).toContain("Stopped before the end: run the same command again");
  const { rows } = await understudyJson<{ rows: unknown[] }>(["logs", "--limit", "9999"], { cwd: folder.path });
  expect(rows.length).toBeGreaterThanOrEqual(5000);
});

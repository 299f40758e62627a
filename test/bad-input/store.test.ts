import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson, type Run } from "../understudy.ts";

const POLICY = ["--policy", "single:gpt-4o-mini:openai"];
const COMMANDS: readonly (readonly string[])[] = [
  ["import", "log.jsonl"],
  ["logs"],
  ["simulate", ...POLICY],
  ["sweep", "grid.json"],
  ["explain", "a", ...POLICY],
  ["configs"],
  ["configs", "add", "mini", "mini.json"],
  ["outcomes", "import", "outcomes.jsonl"],
  ["export"],
  ["demo"],
];
const READERS = COMMANDS.filter(([name, second]) => !["import", "demo"].includes(name ?? "") && second !== "add");

function workplace(): ReturnType<typeof temporaryFolder> {
  const folder = temporaryFolder();
  writeMadeUpLog(folder.file("log.jsonl"), [{ id: "a", daysAgo: 1 }]);
  writeFileSync(folder.file("mini.json"), '"gpt-4o-mini:openai"');
  writeFileSync(folder.file("grid.json"), '{"mini":"gpt-4o-mini:openai"}');
  writeFileSync(folder.file("outcomes.jsonl"), '{"request_id":"a","name":"valid","value":1}\n');
  return folder;
}

function all(
  commands: readonly (readonly string[])[],
  cwd: string,
  data: string,
): Promise<readonly (readonly [string, Run])[]> {
  return Promise.all(
    commands.map(async (args) => [args.join(" "), await understudy([...args, "--data", data], { cwd })] as const),
  );
}

/** Name, digest and time of change of every file in a folder. */
function filesOf(folder: string): readonly unknown[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      return [name, createHash("sha256").update(readFileSync(file)).digest("hex"), statSync(file).mtimeMs];
    });
}

describe("a store of a newer version is refused by every command, and not touched", () => {
  it.each(["control.db", "traffic.db", "bodies.db"])("where %s is newer", async (name) => {
    using folder = workplace();
    await understudy(["import", "log.jsonl", "--data", "store"], { cwd: folder.path });
    const database = new DatabaseSync(join(folder.file("store"), name));
    database.exec("PRAGMA user_version = 9999");
    database.close();
    const before = filesOf(folder.file("store"));
    for (const [command, run] of await all(COMMANDS, folder.path, "store")) {
      expect({ command, code: run.code, out: run.out }).toEqual({ command, code: 2, out: "" });
      expect(run.err).toContain(`${name} was written by a newer understudy: schema version 9999, this one knows `);
      expect(run.err).toContain("Upgrade understudy; this version does not touch the store.");
    }
    expect(filesOf(folder.file("store"))).toEqual(before);
  });
});

describe("a store that is not there", () => {
  it("is an error of every command that reads, names the folder, and is not made", async () => {
    using folder = workplace();
    for (const [command, run] of await all(READERS, folder.path, "nowhere")) {
      expect({ command, code: run.code, out: run.out }).toEqual({ command, code: 2, out: "" });
      expect(run.err).toContain("There is no store in nowhere.");
      expect(run.err).toContain("Fill a store first: `understudy import FILE`, or `understudy demo`.");
    }
    expect(readdirSync(folder.path)).not.toContain("nowhere");
  });
});

describe("a store with nothing in it", () => {
  it("says so, and how to fill it", async () => {
    using folder = workplace();
    const at = { cwd: folder.path };
    await understudy(["configs", "add", "mini", "mini.json"], at);
    expect(await understudy(["logs"], at)).toMatchObject({
      code: 0,
      out: "The log is empty. Next: understudy import FILE\n",
    });
    for (const args of [
      ["simulate", ...POLICY],
      ["sweep", "grid.json"],
    ]) {
      expect(await understudy(args, at)).toMatchObject({
        code: 1,
        err: "error: the log is empty\n  at ./understudy-data\n  Fill it first: understudy import FILE.\n",
      });
    }
    expect(await understudyJson(["simulate", "--list"], at)).toEqual({ experiments: [] });
  });
});

describe("a folder that cannot be a store", () => {
  it("is told apart: a file, another program's database, one that is no database", async () => {
    using folder = workplace();
    const at = { cwd: folder.path };
    const stderr = async (data: string): Promise<string> => (await understudy(["logs", "--data", data], at)).err;
    expect(await stderr("log.jsonl")).toContain("it is not a folder");
    mkdirSync(folder.file("foreign"));
    const database = new DatabaseSync(join(folder.file("foreign"), "traffic.db"));
    database.exec("CREATE TABLE theirs (a)");
    database.close();
    expect(await stderr("foreign")).toContain("traffic.db: it is a database of another program");
    mkdirSync(folder.file("text"));
    writeFileSync(join(folder.file("text"), "control.db"), "Dear diary, ".repeat(20));
    expect(await stderr("text")).toContain("control.db: it is not a SQLite database");
  });

  it("is said to be read-only, with what to do", async ({ skip }) => {
    skip(process.getuid?.() === 0, "root may write anywhere");
    using folder = workplace();
    await understudy(["import", "log.jsonl", "--data", "store"], { cwd: folder.path });
    const store = folder.file("store");
    for (const name of readdirSync(store)) chmodSync(join(store, name), 0o444);
    chmodSync(store, 0o555);
    const run = await understudy(["simulate", ...POLICY, "--data", "store"], { cwd: folder.path });
    chmodSync(store, 0o755);
    expect(run.code).toBe(2);
    expect(run.err).toContain("give yourself write permission, or copy the store");
  });
});

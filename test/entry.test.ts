import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, sep } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maskOf } from "./architecture/sources.ts";

const ROOT = join(import.meta.dirname, "..");
const OLD = "v20.11.1";

/** Makes a Node believe that it is an older one, without `process.execve` where that one has none. */
const DISGUISE = `
Object.defineProperty(process, "version", { value: "${OLD}" });
Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${OLD.slice(1)}" } });
if (process.argv[1] && !process.env.KEEP_EXECVE) process.execve = undefined;
`;

/** Stands where the product's own `main.ts` stands: typed, so that only a Node that strips types runs it. */
const MAIN = `
const args: readonly string[] = process.argv.slice(2);
const say = (value: unknown): void => void process.stdout.write(JSON.stringify(value) + "\\n");
say({ version: process.version, pid: process.pid, args, flags: process.execArgv });
if (args[0] === "wait") setInterval(() => {}, 1000);
else if (args[0] === "die") process.kill(process.pid, "SIGKILL");
else if (args[0] === "cat") process.stdin.pipe(process.stdout);
else process.exitCode = Number(args[0]) || 0;
`;

/** The `node` a plain shell would find, where that is another than the one running this. */
function systemNode(): string | null {
  const folders = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((path) => !path.split(sep).includes("node_modules"));
  const name = process.platform === "win32" ? "node.exe" : "node";
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

describe("bin/understudy", () => {
  let folder = "";
  let checkout = "";
  let disguise = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "understudy-entry-"));
    disguise = join(folder, "disguise.cjs");
    writeFileSync(disguise, DISGUISE);
    checkout = makeCopy(join(folder, "checkout"));
    mkdirSync(join(checkout, "src"));
    writeFileSync(join(checkout, "src", "main.ts"), MAIN);
    const pinned = join(checkout, "node_modules", "node", "bin");
    mkdirSync(pinned, { recursive: true });
    symlinkSync(process.execPath, join(pinned, "node"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A package folder with nothing but the entry. */
  function makeCopy(at: string): string {
    mkdirSync(join(at, "bin"), { recursive: true });
    writeFileSync(join(at, "package.json"), '{ "type": "module" }');
    for (const name of ["understudy", "package.json"]) copyFileSync(join(ROOT, "bin", name), join(at, "bin", name));
    return at;
  }

  function run(at: string, args: readonly string[], old = false, input = ""): SpawnSyncReturns<string> {
    const preload = old ? ["--require", disguise] : [];
    return spawnSync(process.execPath, [...preload, join(at, "bin", "understudy"), ...args], {
      encoding: "utf8",
      input,
    });
  }

  it("runs the source itself, in the same process, where Node is new enough", async () => {
    const child = spawn(process.execPath, [join(checkout, "bin", "understudy"), "0", "--last", "7d"]);
    const [line] = await child.stdout.setEncoding("utf8").toArray();
    expect(JSON.parse(line as string)).toEqual({
      version: process.version,
      pid: child.pid,
      args: ["0", "--last", "7d"],
      flags: [],
    });
  });

  it("serves with a heap kept small, unless told otherwise", ({ skip }) => {
    skip(typeof process.execve !== "function", "this system does not replace a process by another");
    const flags = (args: readonly string[], options = ""): unknown => {
      const { stdout } = spawnSync(process.execPath, [join(checkout, "bin", "understudy"), ...args], {
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: options },
      });
      return (JSON.parse(stdout) as { flags: unknown }).flags;
    };
    expect(flags(["up", "--mock"])).toEqual(["--max-semi-space-size=8", "--heap-growing-percent=60", "--liftoff-only"]);
    expect(flags(["up"], "--max-semi-space-size=32")).toEqual([]);
    expect(flags(["logs"])).toEqual([]);
  });

  it("runs the source on the pinned Node where Node is older", () => {
    const { stdout, status } = run(checkout, ["7", "a b"], true);
    expect(JSON.parse(stdout)).toMatchObject({ version: process.version, args: ["7", "a b"] });
    expect(status).toBe(7);
  });

  it("hands input through to the pinned Node", () => {
    expect(run(checkout, ["cat"], true, "a line\n").stdout).toContain("a line\n");
  });

  it("dies of the signal the pinned Node died of", () => {
    expect(run(checkout, ["die"], true).signal).toBe("SIGKILL");
  });

  it("passes a signal on to the pinned Node", async () => {
    const child = spawn(process.execPath, ["--require", disguise, join(checkout, "bin", "understudy"), "wait"]);
    const told = new Promise<string>((resolve) => {
      child.stdout.setEncoding("utf8").once("data", resolve);
    });
    const inner = (JSON.parse(await told) as { pid: number }).pid;
    expect(inner).not.toBe(child.pid);
    const ended = new Promise((resolve) => {
      child.once("exit", (_, signal) => resolve(signal));
    });
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    expect(() => process.kill(inner, 0)).toThrow("ESRCH");
  });

  it("becomes the pinned Node where the older one can", () => {
    const file = join(checkout, "bin", "understudy");
    const env = { ...process.env, KEEP_EXECVE: "1" };
    const { stdout, status } = spawnSync(process.execPath, ["--require", disguise, file, "5"], {
      encoding: "utf8",
      env,
    });
    expect(JSON.parse(stdout)).toMatchObject({ version: process.version, args: ["5"] });
    expect(status).toBe(5);
  });

  it("says in one line what to do in a checkout without its pinned Node", () => {
    const bare = makeCopy(join(folder, "bare"));
    mkdirSync(join(bare, "src"));
    writeFileSync(join(bare, "src", "main.ts"), MAIN);
    const { stderr, status } = run(bare, ["--version"], true);
    expect(stderr).toBe(
      `understudy: needs Node 24 or newer, this is ${OLD}; run \`npm ci\` in ${bare}, which brings the right one\n`,
    );
    expect(status).toBe(2);
  });

  it("says in one line what to do where it is installed below node_modules", () => {
    const installed = makeCopy(join(folder, "node_modules", "understudy"));
    const { stderr, status } = run(installed, ["--version"], true);
    expect(stderr).toMatch(/^understudy: needs Node 24 or newer, this is v20\.11\.1; install it from [^\n]*\n$/);
    expect(status).toBe(2);
  });

  it("says in one line that a package without its compiled half is not complete", () => {
    const installed = makeCopy(join(folder, "node_modules", "hollow"));
    const { stderr, status } = run(installed, ["--version"]);
    expect(stderr).toMatch(/^understudy: this copy is not complete [^\n]*\n$/);
    expect(status).toBe(2);
  });

  it("does all that on the older Node of this machine", (context) => {
    const node = systemNode();
    if (node === null) return context.skip("no other Node in PATH");
    const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
    if (Number.parseInt(version.slice(1), 10) >= 24) return context.skip(`the Node in PATH is ${version}: not older`);
    const inCheckout = spawnSync(node, [join(checkout, "bin", "understudy"), "3"], { encoding: "utf8" });
    expect(JSON.parse(inCheckout.stdout)).toMatchObject({ version: process.version, args: ["3"] });
    expect(inCheckout.status).toBe(3);
    const installed = makeCopy(join(folder, "node_modules", "real"));
    const refused = spawnSync(node, [join(installed, "bin", "understudy"), "3"], { encoding: "utf8" });
    expect(refused.stderr).toContain(`needs Node 24 or newer, this is ${version};`);
    expect(refused.status).toBe(2);
  });

  it("is written in a syntax that a very old Node reads", () => {
    const code = maskOf(readFileSync(join(ROOT, "bin", "understudy"), "utf8").replace(/^#!.*/, ""));
    expect(code.match(/\b(?:const|let|class|async|await)\b|=>|\?\.|\?\?|`|\.\.\./g)).toBeNull();
  });
});

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** Something that answers `POST /v1/chat/completions`, in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly process: ChildProcess;
}

const ROOT = new URL("../../", import.meta.url).pathname;
const PORTKEY = "1.15.2";
/** Without these every stream through it is a 500. */
const PORTKEY_OVERRIDES = { hono: "4.9.7", "@hono/node-server": "1.13.5" };
const START_MS = 30_000;
const LOOK_MS = 100;

/** One core for what is measured, another for who asks and who answers; null where there is no way to say so. */
export const PINS: { readonly measured: string; readonly other: string } | null =
  availableParallelism() >= 2 && spawnSync("taskset", ["--version"]).status === 0
    ? { measured: "0", other: "1" }
    : null;

/** Runs a script with this Node, pinned where that can be done. */
export function start(
  core: "measured" | "other",
  args: readonly string[],
  options: { readonly environment?: NodeJS.ProcessEnv; readonly folder?: string } = {},
): ChildProcess {
  const { environment = {}, folder = ROOT } = options;
  const [command, ...rest] =
    PINS === null ? [process.execPath, ...args] : ["taskset", "-c", PINS[core], process.execPath, ...args];
  return spawn(command as string, rest, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Everything a process has printed once it has printed what is looked for. Rejects where it ends before that. */
function printed(child: ChildProcess, looked: RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      const found = looked.exec(text);
      if (found !== null) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with ${String(code)}\n${text}`)));
  });
}

async function answering(url: string): Promise<void> {
  for (const started = performance.now(); performance.now() - started < START_MS;) {
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`nothing answers at ${url}`);
}

/** The provider everybody asks, and the first contestant: nobody in between. */
export async function direct(pace = 0): Promise<Contestant> {
  const child = start("other", [join(ROOT, "benchmarks/gateway/upstream.ts"), "0", String(pace)]);
  const [, port] = await printed(child, /"port":(\d+)/u);
  return { name: "direct", url: `http://127.0.0.1:${port}`, headers: {}, process: child };
}

export async function bare(upstream: string): Promise<Contestant> {
  const child = start("measured", [join(ROOT, "benchmarks/gateway/bare-proxy.ts"), "0", upstream]);
  const [, port] = await printed(child, /"port":(\d+)/u);
  return { name: "bare proxy", url: `http://127.0.0.1:${port}`, headers: {}, process: child };
}

/** Understudy as a package has it: compiled, started by its own command, every request logged. @param candidate another provider, as `azure` */
export async function understudy(
  folder: string,
  upstream: string,
  port: number,
  candidate?: string,
): Promise<Contestant> {
  const installed = join(folder, "package");
  if (!existsSync(installed)) {
    mkdirSync(installed, { recursive: true });
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(ROOT, part), join(installed, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(installed, "node_modules"));
  }
  const config = join(folder, "understudy.json");
  const local = { kind: "openai", allow_private: true, key_env: "OPENAI_API_KEY" };
  const providers = {
    openai: { ...local, base_url: upstream },
    ...(candidate === undefined ? {} : { azure: { ...local, base_url: candidate } }),
  };
  writeFileSync(config, JSON.stringify({ providers, server: { port } }));
  const data = join(folder, "data");
  const args = [join(installed, "bin/understudy"), "up", "--config", config, "--data", data];
  const child = start("measured", args, { environment: { OPENAI_API_KEY: "sk-benchmark" } });
  const [, key] = await printed(child, /(us_a_[\w-]+)/u);
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/healthz`);
  return { name: "Understudy", url, headers: { authorization: `Bearer ${key}` }, process: child };
}

/** Portkey's gateway from npm, installed into a folder; null where that cannot be done. */
export async function portkey(folder: string, upstream: string, port: number): Promise<Contestant | null> {
  const installed = join(folder, "portkey");
  const script = join(installed, "node_modules/@portkey-ai/gateway/build/start-server.js");
  if (!existsSync(script)) {
    mkdirSync(installed, { recursive: true });
    const manifest = {
      private: true,
      dependencies: { "@portkey-ai/gateway": PORTKEY },
      overrides: PORTKEY_OVERRIDES,
    };
    writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
    const { status, stderr } = spawnSync("npm", ["install", "--ignore-scripts"], { cwd: installed, encoding: "utf8" });
    if (status !== 0) {
      process.stderr.write(`Portkey is left out, it could not be installed:\n${stderr}\n`);
      return null;
    }
  }
  const child = start("measured", [script, `--port=${port}`, "--headless"], { folder: installed });
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  const headers = {
    authorization: "Bearer sk-benchmark",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `${upstream}/v1`,
  };
  return { name: `Portkey ${PORTKEY}`, url, headers, process: child };
}

/** Memory a contestant holds, MB; null where the system does not tell. */
export function memory({ process: { pid } }: Contestant): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const found = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(file, "utf8"));
  return found === null ? null : (Number(found[1]) * 1_024) / 1e6;
}

/** Processor time a contestant has taken so far, all of its threads, seconds; null where the system does not tell. */
export function processorSeconds({ process: { pid } }: Contestant): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  // After the name in brackets: state is field 3, user and system time are 14 and 15, in hundredths (proc_pid_stat(5)).
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function stopped({ process: child }: Contestant): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

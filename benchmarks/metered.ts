import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Exchange } from "../src/core/exchange.ts";
import { sampleExchange } from "../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import { digits, machine, table, withFolder } from "./measure.ts";
import type { Asked } from "./metered/upstream.ts";

const USAGE = `usage: node benchmarks/metered.ts [--pairs N] [--latency MS] [--data FOLDER] [--json] [--write]

  --pairs N      of the experiment (default 10000)
  --latency MS   that the provider takes for an answer (default 100)
  --data FOLDER  keep what was made
  --json         print JSON instead of tables
  --write        write the tables to benchmarks/results/metered.md`;

const AT_ONCE = 64;
const CAP_USD = 0.05;
const LOOK_MS = 100;
const BATCH = 2_000;
const UNDERSTUDY = new URL("../bin/understudy", import.meta.url).pathname;

const WORDS =
  "The parcel that I ordered last week has not come yet, and the page says it was handed over on Monday. ".repeat(9);

/** A request of 1.1 KB and its answer of 0.3 KB, no two alike. */
function row(number: number): Exchange {
  const asked = {
    model: "gpt-4o",
    max_tokens: 400,
    messages: [
      { role: "system", content: "You answer customers of a shop, briefly." },
      { role: "user", content: `Order ${number}. ${WORDS}` },
    ],
  };
  const message = { role: "assistant", content: `Order ${number} reaches you by Thursday. ${WORDS.slice(0, 200)}` };
  return sampleExchange(number, {
    request_body: JSON.stringify(asked),
    response_body: JSON.stringify({ choices: [{ index: 0, finish_reason: "stop", message }] }),
  });
}

interface Measured {
  readonly pairs: number;
  readonly cap_usd: number;
  readonly state: string;
  readonly finished: number;
  readonly spent_usd: number;
  readonly peak_usd: number;
  readonly peak_calls: number;
  /** Seconds from the run's first event to its last. */
  readonly wall_s: number;
  /** Seconds that so many answers take at the provider, 64 at a time. */
  readonly provider_s: number;
  readonly asked: Asked;
  /** Seconds of processor time of the whole command, from its start to the printed result, all threads. */
  readonly processor_s: number;
  /** MB held when a tenth, half and nine tenths of the run had passed, and the most. */
  readonly memory_mb: readonly [early: number, middle: number, late: number, most: number];
}

/** Ticks of a process's processor time in a second, on Linux. */
const TICKS = 100;

function processorSeconds(process: number): number | null {
  try {
    const fields = readFileSync(`/proc/${process}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}

function residentMegabytes(process: number): number | null {
  try {
    const found = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${process}/status`, "utf8"));
    return found === null ? null : Number(found[1]) / 1_024;
  } catch {
    return null;
  }
}

/** Asks the whole log again, as the command line does it. */
async function experiment(folder: string, port: number, pairs: number, cap: number): Promise<Measured> {
  const data = join(folder, `data-${pairs}-${cap}`);
  const config = join(folder, "understudy.yaml");
  mkdirSync(data, { recursive: true });
  const openai = { base_url: `http://127.0.0.1:${port}`, allow_private: true, key_env: "BENCHMARK_KEY" };
  writeFileSync(config, JSON.stringify({ providers: { openai } }));
  const store = openSqliteStore(data);
  for (let at = 0; at < pairs; at += BATCH)
    store.traffic.append(Array.from({ length: Math.min(BATCH, pairs - at) }, (_, index) => row(at + index)));
  store.traffic.seal();

  const candidate = ["--policy", "single:gpt-4o-mini:openai", "--sample", "all", "--control", "none"];
  const how = ["--max-spend", String(cap), "--concurrency", String(AT_ONCE), "--config", config, "--data", data];
  const child = spawn(process.execPath, [UNDERSTUDY, "experiment", ...candidate, ...how, "--yes", "--json"], {
    env: { ...process.env, BENCHMARK_KEY: "none" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const memory: { readonly at: number; readonly mb: number }[] = [];
  let processor = Number.NaN;
  const look = setInterval(() => {
    processor = processorSeconds(child.pid as number) ?? processor;
    const mb = residentMegabytes(child.pid as number);
    if (mb !== null) memory.push({ at: Date.now(), mb });
  }, LOOK_MS);
  child.stdout.resume();
  const status = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(look);
  // Unless its verdict is "no", which here means nothing.
  if (status !== 0 && status !== 1) throw new Error(`the experiment ended with ${String(status)}`);

  const { runs } = store.control;
  const [run] = runs.runs({ kind: "experiment" }, 1);
  const id = run?.id as string;
  const events = runs.events(id);
  const begun = events.at(0)?.at as number;
  const ended = events.at(-1);
  const { spent_usd } = runs.ledger(id);
  const { finished } = runs.progress(id);
  store.close();
  const asked = (await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as Asked;
  const wall = (ended?.at as number) - begun;
  const held = (share: number): number => memory.findLast(({ at }) => at <= begun + share * wall)?.mb ?? Number.NaN;
  return {
    pairs,
    cap_usd: cap,
    state: ended?.details["state"] as string,
    finished: finished.length,
    spent_usd,
    peak_usd: ended?.details["peak_usd"] as number,
    peak_calls: ended?.details["peak_calls"] as number,
    wall_s: wall / 1_000,
    provider_s: (Math.ceil(asked.requests / AT_ONCE) * asked.mean_ms) / 1_000,
    asked,
    processor_s: processor,
    memory_mb: [held(0.1), held(0.5), held(0.9), Math.max(...memory.map(({ mb }) => mb))],
  };
}

function report(whole: Measured, capped: Measured, latency: number): string {
  const overhead = whole.wall_s / whole.provider_s - 1;
  return `# Measured experiments

Measured on ${machine()}; the provider on the same machine. What each number means: [README](../README.md).

## ${whole.pairs.toLocaleString("en-US")} pairs, a provider that takes ${latency} ms, ${AT_ONCE} at once

${table(
  ["", ""],
  [
    ["pairs", whole.finished.toLocaleString("en-US")],
    ["wall time, s", digits(whole.wall_s)],
    [`at the provider, ${AT_ONCE} at a time, s`, digits(whole.provider_s)],
    ["overhead", `${(overhead * 100).toFixed(1)} %`],
    ["in flight at most, as the provider saw it", String(whole.asked.peak)],
    ["in flight on average", digits((whole.asked.requests * whole.asked.mean_ms) / whole.asked.span_ms)],
    ["processor time of the whole command, ms a pair", digits((1_000 * whole.processor_s) / whole.finished)],
    ["calls more than pairs", String(whole.asked.requests - whole.finished)],
    ["memory after a tenth, MB", digits(whole.memory_mb[0])],
    ["memory halfway, MB", digits(whole.memory_mb[1])],
    ["memory after nine tenths, MB", digits(whole.memory_mb[2])],
    ["most, result included, MB", digits(whole.memory_mb[3])],
  ],
)}

## A cap of ${CAP_USD} USD, up to ${AT_ONCE} at once

${table(
  ["", ""],
  [
    ["state", capped.state.replaceAll("_", " ")],
    ["pairs", capped.finished.toLocaleString("en-US")],
    ["spent, USD", capped.spent_usd.toFixed(6)],
    ["most spent and reserved at once, USD", capped.peak_usd.toFixed(6)],
    ["in flight at most", String(capped.asked.peak)],
    ["calls more than pairs", String(capped.asked.requests - capped.finished)],
  ],
)}
`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: "string", default: "10000" },
      latency: { type: "string", default: "100" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const [pairs, latency] = [Number(values.pairs), Number(values.latency)];
  const script = new URL("metered/upstream.ts", import.meta.url).pathname;
  const upstream = spawn(process.execPath, [script, String(latency)], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const port = await new Promise<number>((resolve) =>
      upstream.stdout.once("data", (line: Buffer) =>
        resolve((JSON.parse(line.toString()) as { readonly port: number }).port),
      ),
    );
    await withFolder(values.data, async (folder) => {
      const whole = await experiment(folder, port, pairs, 1_000);
      const capped = await experiment(folder, port, Math.min(pairs, 5_000), CAP_USD);
      const text = values.json ? JSON.stringify({ whole, capped }) : report(whole, capped, latency);
      process.stdout.write(`${text}\n`);
      if (values.write) writeFileSync(new URL("results/metered.md", import.meta.url), report(whole, capped, latency));
    });
  } finally {
    upstream.kill();
  }
}

await main();

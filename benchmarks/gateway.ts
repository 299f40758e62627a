import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import {
  bare,
  direct,
  memory,
  PINS,
  portkey,
  processorSeconds,
  stopped,
  understudy,
  type Contestant,
} from "./gateway/contestants.ts";
import type { Load } from "./gateway/load.ts";
import { CONNECTIONS, load } from "./gateway/run-load.ts";
import { digits, machine, table, timingOf, withFolder } from "./measure.ts";

const USAGE = `usage: node benchmarks/gateway.ts [--requests N] [--rounds N] [--no-portkey] [--data FOLDER] [--json] [--write]

  --requests N   of a JSON load (default 20000); a load of streams is a tenth of it
  --rounds N     loads of each kind, in turn (default 5)
  --no-portkey   leave Portkey out; else it is installed from npm into the folder
  --data FOLDER  keep what was installed and logged
  --json         print JSON instead of tables
  --write        write the tables to benchmarks/results/gateway.md`;

const PACED = { streams: 512, pace_ms: 20 } as const;
const PORTS = { understudy: 41_417, paced: 41_418, portkey: 41_419 } as const;
/** Portkey answers about a tenth as fast: fewer requests take it as long. */
const PORTKEY_SHARE = 0.1;

/** A load, and what it took of the processor: µs a request; null where the system does not tell. */
interface Made extends Load {
  readonly processor_us: number | null;
}

interface Loads {
  readonly contestant: string;
  readonly json: readonly Made[];
  readonly sse: readonly Made[];
  readonly idle_mb: number | null;
  readonly loaded_mb: number | null;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Rows of the log, once everything that was served is in it. */
async function rowsOf(contestant: Contestant, folder: string): Promise<number> {
  for (;;) {
    const text = await (await fetch(`${contestant.url}/metrics`, { headers: contestant.headers })).text();
    const left = [...text.matchAll(/^understudy_log_(?:waiting_bytes|spooled_rows) (\d+)/gmu)];
    if (left.length === 2 && left.every(([, count]) => count === "0")) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const store = openSqliteStore(join(folder, "data"), { readOnly: true });
  try {
    return store.traffic.stats().rows;
  } finally {
    store.close();
  }
}

interface Parity {
  readonly load: string;
  readonly successes: number;
  readonly rows: number;
}

interface Measured {
  readonly loads: readonly Loads[];
  readonly paced: readonly { readonly contestant: string; readonly load: Load; readonly memory_mb: number | null }[];
  readonly parity: readonly Parity[];
  /** After everything is in the store. */
  readonly drained_mb: number | null;
}

async function measure(folder: string, requests: number, rounds: number, withPortkey: boolean): Promise<Measured> {
  const upstream = await direct();
  const started: Contestant[] = [upstream];
  const parity: Parity[] = [];
  try {
    const ours = await understudy(folder, upstream.url, PORTS.understudy);
    started.push(ours, await bare(upstream.url));
    const peer = withPortkey ? await portkey(folder, upstream.url, PORTS.portkey) : null;
    if (peer !== null) started.push(peer);
    const idle = new Map(started.map((one) => [one, memory(one)]));
    const taken = new Map(started.map((one) => [one, { json: [] as Made[], sse: [] as Made[] }]));
    const loaded = new Map<Contestant, number | null>();
    let served = 0;
    const round = async (kind: "json" | "sse", counted: boolean): Promise<void> => {
      for (const contestant of started) {
        const share = contestant === peer ? PORTKEY_SHARE : 1;
        const asked = Math.ceil(requests * share * (kind === "sse" ? 0.1 : 1));
        const before = processorSeconds(contestant);
        const made = await load(contestant, { requests: asked, stream: kind === "sse" });
        const spent = before === null ? null : (processorSeconds(contestant) ?? 0) - before;
        const processor_us = spent === null ? null : (spent * 1e6) / asked;
        if (counted) taken.get(contestant)?.[kind].push({ ...made, processor_us });
        loaded.set(contestant, memory(contestant));
        say(`${kind} ${contestant.name}: ${digits(made.rate)} a second, p99 ${digits(made.p99_ms)} ms`);
        if (contestant !== ours) continue;
        served += made.successes;
        parity.push({ load: `${kind} ${parity.length + 1}`, successes: served, rows: await rowsOf(ours, folder) });
      }
    };
    for (const kind of ["json", "sse"] as const) for (let at = 0; at <= rounds; at++) await round(kind, at > 0);
    const drained = memory(ours);
    const paced = await pacedStreams(folder, ours, parity);
    const loads = started.map((one) => ({
      contestant: one.name,
      ...(taken.get(one) as { json: Made[]; sse: Made[] }),
      idle_mb: idle.get(one) ?? null,
      loaded_mb: loaded.get(one) ?? null,
    }));
    return { loads, paced, parity, drained_mb: drained };
  } finally {
    await Promise.all(started.map(stopped));
  }
}

/** As many streams at once, each of 60 events, 20 ms apart: what holds them, and how much longer they take than they must. */
async function pacedStreams(folder: string, idle: Contestant, parity: Parity[]): Promise<Measured["paced"]> {
  await stopped(idle);
  const own = join(folder, "paced");
  mkdirSync(own, { recursive: true });
  const slow = await direct(PACED.pace_ms);
  const started: Contestant[] = [slow];
  try {
    const contestants = [slow, await bare(slow.url), await understudy(own, slow.url, PORTS.paced)];
    started.push(...contestants.slice(1));
    const paced: { contestant: string; load: Load; memory_mb: number | null }[] = [];
    for (const contestant of contestants) {
      const options = { requests: PACED.streams, connections: PACED.streams, stream: true };
      const made = await load(contestant, options);
      paced.push({ contestant: contestant.name, load: made, memory_mb: memory(contestant) });
      if (contestant === contestants[2])
        parity.push({
          load: "paced, a log of its own",
          successes: made.successes,
          rows: await rowsOf(contestant, own),
        });
    }
    return paced;
  } finally {
    await Promise.all(started.map(stopped));
  }
}

function middle(loads: readonly Load[], figure: "rate" | "p50_ms" | "p99_ms"): number {
  return timingOf(loads.map((one) => one[figure])).median;
}

function report({ loads, paced, parity, drained_mb }: Measured, requests: number, rounds: number): string {
  const floor = loads.find(({ contestant }) => contestant === "bare proxy") as Loads;
  const peer = loads.find(({ contestant }) => contestant.startsWith("Portkey"));
  const of = (value: number, other: number | undefined): string =>
    other === undefined ? "-" : `${Math.round((100 * value) / other)} %`;
  const rows = (kind: "json" | "sse"): string =>
    table(
      ["", "a second", "of the bare proxy", "of Portkey", "CPU µs", "p50 ms", "p99 ms", "p99 / bare", "failures"],
      loads.map((one) => {
        const rate = middle(one[kind], "rate");
        return [
          one.contestant,
          digits(rate),
          of(rate, middle(floor[kind], "rate")),
          of(rate, peer === undefined ? undefined : middle(peer[kind], "rate")),
          digits(timingOf(one[kind].map(({ processor_us }) => processor_us ?? Number.NaN)).median),
          digits(middle(one[kind], "p50_ms")),
          digits(middle(one[kind], "p99_ms")),
          digits(middle(one[kind], "p99_ms") / middle(floor[kind], "p99_ms")),
          String(one[kind].reduce((sum, { failures }) => sum + failures, 0)),
        ];
      }),
    );
  const megabytes = (value: number | null): string => (value === null ? "-" : digits(value));
  return [
    "# The gateway under load",
    "",
    `Measured on ${machine()}; ${PINS === null ? "nothing was pinned to a core" : "each contestant, threads and all, on one core; load and upstream on the other"}. Medians of ${rounds} loads in turn, after one that is not counted. What each number means: [README](../README.md).`,
    "",
    `## JSON: ${requests.toLocaleString("en-US")} requests of 1.1 KB, answers of 0.8 KB, ${CONNECTIONS} connections`,
    "",
    rows("json"),
    "",
    `## Streams of 60 events: ${(requests / 10).toLocaleString("en-US")} requests, ${CONNECTIONS} connections`,
    "",
    rows("sse"),
    "",
    `## ${PACED.streams} streams at once, an event every ${PACED.pace_ms} ms`,
    "",
    table(
      ["", "whole", "failed", "p50 ms", "p99 ms", "memory MB"],
      paced.map(({ contestant, load: { successes, failures, p50_ms, p99_ms }, memory_mb }) => [
        contestant,
        String(successes),
        String(failures),
        digits(p50_ms),
        digits(p99_ms),
        megabytes(memory_mb),
      ]),
    ),
    "",
    "## Memory, MB",
    "",
    table(
      ["", "idle", "after the last load"],
      loads.map(({ contestant, idle_mb, loaded_mb }) => [contestant, megabytes(idle_mb), megabytes(loaded_mb)]),
    ),
    "",
    `Understudy once every row is in the store: ${megabytes(drained_mb)}.`,
    "",
    "## Rows in the log against successes the clients counted, after each load",
    "",
    table(
      ["load", "successes so far", "rows", "equal"],
      parity.map(({ load: name, successes, rows: logged }) => [
        name,
        String(successes),
        String(logged),
        successes === logged ? "yes" : "NO",
      ]),
    ),
    "",
  ].join("\n");
}

const { values } = parseArgs({
  allowNegative: true,
  options: {
    requests: { type: "string", default: "20000" },
    rounds: { type: "string", default: "5" },
    portkey: { type: "boolean", default: true },
    data: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else {
  const { status } = spawnSync("npm", ["run", "build"], { cwd: new URL("..", import.meta.url), stdio: "ignore" });
  if (status !== 0) throw new Error("npm run build failed");
  const [requests, rounds] = [Number(values.requests), Number(values.rounds)];
  const measured = await withFolder(values.data, (folder) => measure(folder, requests, rounds, values.portkey));
  const text = report(measured, requests, rounds);
  if (values.write) writeFileSync(new URL("results/gateway.md", import.meta.url), text);
  console.log(values.json ? JSON.stringify({ machine: machine(), measured }, null, 2) : text);
}

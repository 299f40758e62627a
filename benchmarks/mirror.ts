import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, setPriority } from "node:os";
import { parseArgs } from "node:util";
import { direct, PINS, stopped, understudy, type Contestant } from "./gateway/contestants.ts";
import type { Load } from "./gateway/load.ts";
import { CONNECTIONS, load } from "./gateway/run-load.ts";
import { digits, machine, table, timingOf, withFolder } from "./measure.ts";

const USAGE = `usage: node benchmarks/mirror.ts [--requests N] [--rounds N] [--json] [--write]

  --requests N  of a load (default 4000); a load of streams is a tenth of it
  --rounds N    loads of each kind, in turn (default 5)
  --json        print JSON instead of tables
  --write       write the tables to benchmarks/results/mirror.md`;

const PORT = 41_423;
/** All of the traffic, as much at a time as a mirror may do by default. */
const MIRROR = { share: 1, max_usd_per_day: 100_000, timeout_ms: 2_000 } as const;
const LOOK_MS = 100;
const CALM = 4;
const MODES = { off: null, good: "gpt-4o:azure", silent: "gpt-4.1:azure" } as const;
type Mode = keyof typeof MODES;
const NAMES: Readonly<Record<Mode, string>> = {
  off: "no mirror",
  good: "mirror of all, a good candidate",
  silent: "mirror of all, a candidate that never answers",
};

/** A load is so much of what the gateway can serve at most. */
const KINDS = [
  { name: "JSON, as fast as it goes", stream: false, share: null },
  { name: "JSON, half as fast", stream: false, share: 0.5 },
  { name: "Streams, as fast as it goes", stream: true, share: null },
] as const;

/** What a mirror came to during one load. */
interface Made extends Load {
  readonly mirrored: Readonly<Record<string, number>>;
  /** What each request took of the thread that serves callers. */
  readonly serving_us: number;
}

type Taken = Readonly<Record<Mode, readonly Made[]>>;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function mirrorsOf({ url, headers }: Contestant) {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/api/mirrors${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const figures = async (name: string): Promise<readonly (readonly [labels: string, value: number])[]> => {
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    return [...text.matchAll(new RegExp(`^${name}\\{(.*?)\\} (\\S+)$`, "gmu"))].map(([, labels = "", value]) => [
      labels,
      Number(value),
    ]);
  };
  return {
    call,
    /** Requests of a mirror so far, by what became of them. */
    async counts(id: string): Promise<Readonly<Record<string, number>>> {
      const own = (await figures("understudy_mirror_requests_total")).filter(([labels]) => labels.includes(id));
      return Object.fromEntries(own.map(([labels, value]) => [/outcome="(\w+)"/u.exec(labels)?.[1] ?? "", value]));
    },
    /** Nothing of the last load is under way any more. */
    async quiet() {
      for (let calm = 0; calm < CALM;) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        const waiting = await figures("understudy_mirror_waiting_requests");
        calm = waiting.every(([, requests]) => requests === 0) ? calm + 1 : 0;
      }
    },
  };
}

/** Processor time of the thread that serves callers so far, µs; NaN where the system does not tell. */
function servingTime({ process: { pid } }: Contestant): number {
  const file = `/proc/${pid}/task/${pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, "utf8").split(" ")[0]) / 1_000 : Number.NaN;
}

async function measure(folder: string, requests: number, rounds: number): Promise<readonly Taken[]> {
  const started: Contestant[] = [];
  try {
    const upstream = await direct();
    started.push(upstream);
    const candidate = await direct();
    started.push(candidate);
    // It stands for somebody else's machine: here it takes what the load leaves.
    setPriority(candidate.process.pid as number, 19);
    const gateway = await understudy(folder, upstream.url, PORT, candidate.url);
    started.push(gateway);
    const mirrors = mirrorsOf(gateway);
    const ids = new Map<Mode, string>();
    for (const [mode, target] of Object.entries(MODES)) {
      if (target === null) continue;
      const { id } = (await mirrors.call("POST", "", { ...MIRROR, policy: `single:${target}` })) as {
        readonly id: string;
      };
      await mirrors.call("POST", `/${id}/pause`);
      ids.set(mode as Mode, id);
    }
    const warm = await load(gateway, { requests, stream: false });
    say(`warm: ${digits(warm.rate)} a second`);
    const all = KINDS.map(() => ({ off: [] as Made[], good: [] as Made[], silent: [] as Made[] }));
    let fastest = warm.rate;
    for (let round = 0; round <= rounds; round++) {
      for (const [number, { name, stream, share }] of KINDS.entries()) {
        for (const mode of Object.keys(MODES) as Mode[]) {
          const id = ids.get(mode);
          await mirrors.quiet();
          const before = id === undefined ? {} : await mirrors.counts(id);
          if (id !== undefined) await mirrors.call("POST", `/${id}/resume`);
          const asked = Math.ceil(requests * (stream ? 0.1 : 1));
          const spent = servingTime(gateway);
          const made = await load(gateway, {
            requests: asked,
            stream,
            ...(share === null ? {} : { rate: share * fastest }),
          });
          const serving_us = (servingTime(gateway) - spent) / asked;
          if (id !== undefined) await mirrors.call("POST", `/${id}/pause`);
          await mirrors.quiet();
          const after = id === undefined ? {} : await mirrors.counts(id);
          const mirrored = Object.fromEntries(
            Object.entries(after).map(([outcome, count]) => [outcome, count - (before[outcome] ?? 0)]),
          );
          if (mode === "off" && share === null && !stream) fastest = made.rate;
          if (round > 0) all[number]?.[mode].push({ ...made, mirrored, serving_us });
          say(
            `${name}, ${NAMES[mode]}: ${digits(made.rate)} a second, p99 ${digits(made.p99_ms)} ms, ${digits(serving_us)} µs ${JSON.stringify(mirrored)}`,
          );
        }
      }
    }
    return all;
  } finally {
    await Promise.all(started.map(stopped));
  }
}

function report(all: readonly Taken[], requests: number, rounds: number): string {
  type Figure = "rate" | "p50_ms" | "p99_ms" | "serving_us";
  const middle = (loads: readonly Made[], figure: Figure): number => timingOf(loads.map((one) => one[figure])).median;
  const sum = (loads: readonly Made[], outcome: string): string =>
    loads.reduce((total, { mirrored }) => total + (mirrored[outcome] ?? 0), 0).toLocaleString("en-US");
  const section = (taken: Taken, number: number): string => {
    const rows = (Object.keys(MODES) as Mode[]).map((mode) => {
      const [made, off] = [taken[mode], taken.off];
      const pair = (figure: Figure): readonly [string, string] => [
        digits(middle(made, figure)),
        mode === "off"
          ? "1"
          : timingOf(made.map((one, round) => one[figure] / (off[round] as Made)[figure])).median.toFixed(2),
      ];
      return [
        NAMES[mode],
        ...pair("rate"),
        ...pair("p50_ms"),
        ...pair("p99_ms"),
        ...pair("serving_us"),
        String(made.reduce((total, { failures }) => total + failures, 0)),
        ...["compared", "failed", "dropped"].map((outcome) => (mode === "off" ? "-" : sum(made, outcome))),
      ];
    });
    const head = [
      "",
      "a second",
      "ratio",
      "p50 ms",
      "ratio",
      "p99 ms",
      "ratio",
      "serving µs",
      "ratio",
      "callers' failures",
      "compared",
      "failed",
      "dropped",
    ];
    return `## ${KINDS[number]?.name}\n\n${table(head, rows)}\n`;
  };
  return [
    "# Callers of a gateway whose traffic is mirrored",
    "",
    `Measured on ${machine()}; ${PINS === null ? "nothing was pinned to a core" : "the gateway, all of its threads, on one core; load, upstream and candidate on the other"}. Medians of ${rounds} loads of ${requests.toLocaleString("en-US")} requests (streams: a tenth), ${CONNECTIONS} connections, without a mirror and with one in turn, after one round that is not counted; ratios are medians of the ratios to the load without a mirror in the same round. The machine's load was ${digits(loadavg()[0] ?? Number.NaN)} at the end: above ${cpus().length} it did other work besides. What each number means: [README](../README.md).`,
    "",
    ...all.map(section),
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "4000" },
    rounds: { type: "string", default: "5" },
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
  const all = await withFolder(undefined, (folder) => measure(folder, requests, rounds));
  const text = report(all, requests, rounds);
  if (values.write) writeFileSync(new URL("results/mirror.md", import.meta.url), text);
  console.log(values.json ? JSON.stringify({ machine: machine(), all }, null, 2) : text);
}

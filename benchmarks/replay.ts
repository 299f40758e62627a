import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { digits, inOwnProcess, machine, table, timingOf, withFolder, type Timing } from "./measure.ts";
import { TIMED_POLICIES } from "./policies.ts";
import type { ColdCase, LoadedCase, SweepCase } from "./replay-case.ts";
import type { BuiltLog } from "./synthetic-log.ts";

const USAGE = `usage: node benchmarks/replay.ts [--large] [--data FOLDER] [--json] [--write]
  --large   also 10,000,000 rows (4 GB on disk, some minutes to build)
  --data    keep the synthetic logs in this folder and take those that are there
  --json    print JSON instead of tables
  --write   write the tables to benchmarks/results/replay.md`;

const CASE = "./replay-case.ts";
const GRID = 1_000;

interface Size {
  readonly rows: number;
  readonly rounds: number;
  readonly coldRuns: number;
  /** What was asked for, ms. */
  readonly loadedTarget: number;
  readonly coldTarget: number;
}

const SIZES: readonly Size[] = [
  { rows: 50_000, rounds: 31, coldRuns: 7, loadedTarget: 20, coldTarget: 150 },
  { rows: 1_000_000, rounds: 9, coldRuns: 5, loadedTarget: 300, coldTarget: 800 },
];
const LARGE_ROWS = 10_000_000;
const SWEEP_TARGET = 6_000;

interface SizeResult {
  readonly size: Size;
  readonly log: BuiltLog;
  readonly loaded: LoadedCase;
  readonly coldLimit: Timing;
  readonly cold: readonly Timing[];
  /** MB, of the cold process that took most. */
  readonly coldPeak: number;
}

interface LargeResult {
  readonly log: BuiltLog;
  readonly limit: ColdCase;
  readonly policies: readonly { readonly name: string; readonly run: ColdCase }[];
}

interface Results {
  readonly machine: string;
  readonly sizes: readonly SizeResult[];
  readonly sweeps: readonly SweepCase[];
  readonly large: LargeResult | null;
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

function logOf(folder: string, rows: number): BuiltLog {
  say(`log of ${rows.toLocaleString("en-US")} rows`);
  return inOwnProcess<BuiltLog>("./synthetic-log.ts", [folder, String(rows)]);
}

function repeated<T>(times: number, work: () => T): readonly T[] {
  return Array.from({ length: times }, work);
}

function measureSize(size: Size, folder: string): SizeResult {
  const log = logOf(folder, size.rows);
  say("  loaded");
  const loaded = inOwnProcess<LoadedCase>(CASE, ["loaded", log.folder, String(size.rounds)]);
  say("  from disk");
  const coldOf = (name: string): readonly ColdCase[] =>
    repeated(size.coldRuns, () => inOwnProcess<ColdCase>(CASE, ["cold", log.folder, name]));
  const limits = repeated(size.coldRuns, () => inOwnProcess<ColdCase>(CASE, ["cold-limit", log.folder]));
  const runs = TIMED_POLICIES.map(({ name }) => coldOf(name));
  return {
    size,
    log,
    loaded,
    coldLimit: timingOf(limits.map(({ took }) => took)),
    cold: runs.map((group) => timingOf(group.map(({ took }) => took))),
    coldPeak: Math.max(...runs.flat().map(({ peak }) => peak)),
  };
}

function measureLarge(folder: string): LargeResult {
  const log = logOf(folder, LARGE_ROWS);
  say("  streamed");
  return {
    log,
    limit: inOwnProcess<ColdCase>(CASE, ["cold-limit", log.folder]),
    policies: TIMED_POLICIES.map(({ name }) => ({
      name,
      run: inOwnProcess<ColdCase>(CASE, ["cold", log.folder, name]),
    })),
  };
}

function met(value: number, target: number): string {
  return value < target ? "yes" : "no";
}

function sizeTable({ size, loaded, cold, coldLimit, coldPeak }: SizeResult): string {
  const rows = TIMED_POLICIES.map(({ name }, number) => {
    const warm = loaded.policies[number]!;
    const disk = cold[number]!;
    return [
      name,
      digits(warm.median),
      digits(warm.best),
      `${digits(warm.median / loaded.limit.median)} x`,
      met(warm.median, size.loadedTarget),
      digits(disk.median),
      digits(disk.best),
      `${digits(disk.median / coldLimit.median)} x`,
      met(disk.median, size.coldTarget),
    ];
  });
  const limit = ["the limit", digits(loaded.limit.median), digits(loaded.limit.best), "1 x", ""];
  const head = ["policy", "loaded ms", "best", "of the limit", `< ${size.loadedTarget} ms`];
  return [
    `## ${size.rows.toLocaleString("en-US")} rows`,
    "",
    table(
      [...head, "from disk ms", "best", "of the limit", `< ${size.coldTarget} ms`],
      [...rows, [...limit, digits(coldLimit.median), digits(coldLimit.best), "1 x", ""]],
    ),
    "",
    `Median of ${loaded.limit.runs} runs loaded, of ${coldLimit.runs} from disk. Peak memory: ${digits(coldPeak)} MB from disk, ${digits(loaded.peak)} MB loaded and replayed again and again.`,
  ].join("\n");
}

function largeTable({ limit, policies }: LargeResult, small: number): string {
  const rows = policies.map(({ name, run }) => [
    name,
    digits(run.took / 1_000),
    `${digits(run.took / limit.took)} x`,
    digits(run.peak),
  ]);
  return [
    `## ${LARGE_ROWS.toLocaleString("en-US")} rows, streamed`,
    "",
    table(
      ["policy", "from disk s", "of the limit", "peak MB"],
      [...rows, ["the limit", digits(limit.took / 1_000), "1 x", digits(limit.peak)]],
    ),
    "",
    `One run each. Ten times the rows take at most ${digits(Math.max(...policies.map(({ run }) => run.peak)) / small)} times the memory of ${SIZES.at(-1)!.rows.toLocaleString("en-US")} rows.`,
  ].join("\n");
}

function sweepText(sweeps: readonly SweepCase[]): string {
  const took = timingOf(sweeps.map((run) => run.took));
  const opening = timingOf(sweeps.map((run) => run.opening));
  const strategies = Object.entries(sweeps[0]!.strategies).map(([strategy, { policies }]) => {
    const each = timingOf(sweeps.map((run) => run.strategies[strategy]!.took));
    return [strategy, String(policies), digits(each.median / 1_000), digits(each.median / policies)];
  });
  return [
    `## ${GRID.toLocaleString("en-US")} policies over ${SIZES[0]!.rows.toLocaleString("en-US")} rows`,
    "",
    table(
      ["", "policies", "s", "a policy, ms"],
      [...strategies, ["all", GRID.toLocaleString("en-US"), digits(took.median / 1_000), digits(took.median / GRID)]],
    ),
    "",
    `All below ${SWEEP_TARGET / 1_000} s: ${met(took.median, SWEEP_TARGET)}. Median of ${took.runs} runs, each in a process of its own; best ${digits(took.best / 1_000)} s. Opening the window (${digits(opening.median)} ms) is part of it.`,
  ].join("\n");
}

function logText(results: Results): string {
  const logs = results.sizes.map(({ log, size }) => ({ log, rows: size.rows }));
  if (results.large !== null) logs.push({ log: results.large.log, rows: LARGE_ROWS });
  const built = logs.filter(({ log }) => log.built);
  if (built.length === 0) return "The synthetic logs were there already.";
  return built
    .map(
      ({ log, rows }) =>
        `A log of ${rows.toLocaleString("en-US")} rows was made in ${digits(log.append + log.seal)} s (append ${digits((log.append / rows) * 1e6)} us a row, seal ${digits((log.seal / rows) * 1e6)} us a row).`,
    )
    .join("\n");
}

function report(results: Results): string {
  const peak = Math.max(...results.sizes.map(({ coldPeak }) => coldPeak));
  return [
    "# Replay without calls",
    "",
    `Measured on ${results.machine}; other work shared the machine, so read ratios before milliseconds. What each number means: [README](../README.md).`,
    "",
    ...results.sizes.flatMap((size) => [sizeTable(size), ""]),
    sweepText(results.sweeps),
    "",
    ...(results.large === null ? [] : [largeTable(results.large, peak), ""]),
    "## The logs",
    "",
    logText(results),
    "",
  ].join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      large: { type: "boolean", default: false },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const results = await withFolder(values.data, (folder): Results => {
    mkdirSync(folder, { recursive: true });
    const sizes = SIZES.map((size) => measureSize(size, folder));
    say(`sweep of ${GRID} policies`);
    const sweeps = repeated(3, () => inOwnProcess<SweepCase>(CASE, ["sweep", sizes[0]!.log.folder, String(GRID)]));
    return { machine: machine(), sizes, sweeps, large: values.large ? measureLarge(folder) : null };
  });
  if (values.write) writeFileSync(new URL("results/replay.md", import.meta.url), report(results));
  console.log(values.json ? JSON.stringify(results, null, 2) : report(results));
}

await main();

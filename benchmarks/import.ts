import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FIXTURES } from "../src/importers/all.fixtures.ts";
import { IMPORTERS } from "../src/importers/index.ts";
import { formatFile } from "./format-file.ts";
import type { ImportCase, ReadCase } from "./import-case.ts";
import { bytesOf, importOfSize, sizeTable } from "./import-size.ts";
import { litellmFile } from "./litellm-file.ts";
import { digits, inOwnProcess, machine, table, timingOf, withFolder } from "./measure.ts";

const USAGE = `usage: node benchmarks/import.ts [--size SIZE] [--megabytes N] [--data FOLDER] [--json] [--write]
  --size       instead of all else, import one generated file of such a size (5GB) and show memory as it goes in
  --megabytes  size of the generated file (200)
  --data       keep the generated file in this folder and take it where it is there
  --json       print JSON instead of tables
  --write      write the tables to benchmarks/results/import.md`;

const CASE = "./import-case.ts";
const RUNS = 3;
const SHORT_BYTES = 20e6;
const LONG_BYTES = 60e6;
const LONG_WORDS = 300;
const SPEED_TARGET = 20;
const DISK_TARGET = 1 / 3;
const REAL_FILES = join(import.meta.dirname, "../../shared/data/bfcl/litellm");

interface Measured {
  readonly name: string;
  readonly imports: readonly ImportCase[];
  readonly limits: readonly ReadCase[];
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

function measure(name: string, files: readonly string[], folder: string, how = "import"): Measured {
  say(name);
  const imports: ImportCase[] = [];
  const limits: ReadCase[] = [];
  const store = join(folder, "imported");
  for (let run = 0; run < RUNS; run++) {
    limits.push(inOwnProcess<ReadCase>(CASE, ["limit", ...files]));
    rmSync(store, { recursive: true, force: true });
    imports.push(inOwnProcess<ImportCase>(CASE, [how, store, ...files]));
  }
  rmSync(store, { recursive: true, force: true });
  return { name, imports, limits };
}

/** Every format's own fixtures, multiplied. @param words that each text of a body grows by */
function measureFormats(folder: string, bytes: number, words: number): readonly Measured[] {
  return IMPORTERS.map(({ name }) => {
    const file = formatFile(folder, name, FIXTURES[name]!, bytes, words);
    const measured = measure(name, [file], folder, `import:${name}`);
    rmSync(file);
    return measured;
  });
}

function realFiles(): readonly string[] {
  if (!existsSync(REAL_FILES)) {
    say("the nine real logs are not there: only the generated one is measured");
    return [];
  }
  return readdirSync(REAL_FILES)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted()
    .map((name) => join(REAL_FILES, name));
}

function megabytesPerSecond({ bytes, took }: { readonly bytes: number; readonly took: number }): number {
  return bytes / 1_000 / took;
}

function speedsOf({ imports, limits }: Measured): {
  readonly cells: readonly [median: string, best: string];
  readonly limit: readonly [median: string, ratio: string];
  readonly enough: "yes" | "no";
} {
  const speed = timingOf(imports.map(megabytesPerSecond));
  const limit = timingOf(limits.map(megabytesPerSecond)).median;
  return {
    cells: [digits(speed.median), digits(speed.worst)],
    limit: [digits(limit), `1 / ${digits(limit / speed.median)}`],
    enough: speed.median >= SPEED_TARGET ? "yes" : "no",
  };
}

function speedRow(measured: Measured): readonly string[] {
  const { name, imports } = measured;
  const { rows, bytes } = imports[0]!;
  const { cells, limit, enough } = speedsOf(measured);
  const sealing = timingOf(imports.map((run) => run.sealing / run.took));
  return [
    name,
    digits(bytes / 1e6),
    rows.toLocaleString("en-US"),
    ...cells,
    `${digits(sealing.median * 100)} %`,
    ...limit,
    enough,
  ];
}

function diskRow({ name, imports }: Measured): readonly string[] {
  const { disk, bytes, rows } = imports[0]!;
  return [
    name,
    digits(disk / 1e6),
    digits(disk / rows),
    (disk / bytes).toFixed(3),
    disk / bytes <= DISK_TARGET ? "yes" : "no",
  ];
}

function memoryRow({ name, imports }: Measured): readonly string[] {
  const quarter = (of: "quarters" | "ownQuarters", at: number): number =>
    timingOf(imports.map((run) => run[of][at]!)).median;
  const peak = timingOf(imports.map((run) => run.peak)).median;
  return [
    name,
    ...[0, 1, 2, 3].map((at) => `${digits(quarter("quarters", at))} (${digits(quarter("ownQuarters", at))})`),
    digits(peak),
  ];
}

function formatRow(measured: Measured): readonly string[] {
  const { name, imports } = measured;
  const { rows, bytes } = imports[0]!;
  const { cells, limit } = speedsOf(measured);
  const rowsPerSecond = timingOf(imports.map(({ took }) => rows / (took / 1_000)));
  return [
    name,
    digits(bytes / rows / 1e3),
    rows.toLocaleString("en-US"),
    Math.round(rowsPerSecond.median).toLocaleString("en-US"),
    ...cells,
    ...limit,
  ];
}

const FORMAT_HEAD = ["format", "KB of log a row", "rows", "rows/s", "MB/s", "best", "limit MB/s", "of the limit"];

function report(measured: readonly Measured[], long: readonly Measured[], short: readonly Measured[]): string {
  return [
    "# Import",
    "",
    `Measured on ${machine()}; other work shared the machine, so read ratios before speeds. Median of ${RUNS} runs, each in a process of its own. What each number means: [README](../README.md).`,
    "",
    "## Speed",
    "",
    table(
      ["log", "MB", "rows", "MB/s", "best", "sealing", "limit MB/s", "of the limit", `>= ${SPEED_TARGET} MB/s`],
      measured.map(speedRow),
    ),
    "",
    "## Every format, texts of some hundred words",
    "",
    table(
      [...FORMAT_HEAD, `>= ${SPEED_TARGET} MB/s`],
      long.map((one) => [...formatRow(one), speedsOf(one).enough]),
    ),
    "",
    "## Every format, texts of a sentence",
    "",
    table(FORMAT_HEAD, short.map(formatRow)),
    "",
    "## Disk, once sealed",
    "",
    table(["log", "MB", "bytes a row", "of the raw JSON", "<= 1/3"], measured.map(diskRow)),
    "",
    "## Memory, MB, at most in each quarter of the file (in brackets without mapped pages of the store's files)",
    "",
    table(["log", "first", "second", "third", "fourth", "peak, sealing included"], measured.map(memoryRow)),
    "",
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    size: { type: "string" },
    megabytes: { type: "string", default: "200" },
    data: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else if (values.size !== undefined) {
  const bytes = bytesOf(values.size);
  const run = await withFolder(values.data, (folder) => importOfSize(folder, bytes));
  console.log(values.json ? JSON.stringify({ machine: machine(), run }, null, 2) : sizeTable(run));
} else {
  const { measured, long, short } = await withFolder(values.data, (folder) => {
    mkdirSync(folder, { recursive: true });
    const ofFormats = {
      long: measureFormats(folder, LONG_BYTES, LONG_WORDS),
      short: measureFormats(folder, SHORT_BYTES, 0),
    };
    say("generated file");
    const generated = litellmFile(folder, Number(values.megabytes) * 1e6);
    const real = realFiles();
    const logs = [
      measure("generated conversations", [generated], folder),
      ...(real.length === 0 ? [] : [measure("nine real tool-calling logs", real, folder)]),
    ];
    return { measured: logs, ...ofFormats };
  });
  const text = report(measured, long, short);
  if (values.write) writeFileSync(new URL("results/import.md", import.meta.url), text);
  console.log(values.json ? JSON.stringify({ machine: machine(), measured, long, short }, null, 2) : text);
}

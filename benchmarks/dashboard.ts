import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { filterTimes, type FilterTimes } from "./dashboard/filters.ts";
import { firstLoad, type FirstLoad } from "./dashboard/first-load.ts";
import { previewTimes, type PreviewTimes } from "./dashboard/previews.ts";
import { scrolled, type Frames, type Scrolled } from "./dashboard/scrolling.ts";
import { dashboardOver, watched } from "./dashboard/seen.ts";
import { digits, inOwnProcess, machine, table, timingOf, withFolder } from "./measure.ts";
import type { BuiltLog } from "./synthetic-log.ts";

const USAGE = `usage: node benchmarks/dashboard.ts [--rows N] [--rounds N] [--only PART] [--data FOLDER] [--json] [--write]

  --rows N       of the log (default 100000)
  --rounds N     of each figure, in turn (default 7)
  --only PART    bytes, filters, scrolling or previews
  --data FOLDER  keep the synthetic log in this folder and take the one that is there
  --json         print JSON instead of tables
  --write        write the tables to benchmarks/results/dashboard.md`;

/** Bytes of JavaScript, gzipped, that a first load may take. */
const MOST_BYTES = 300_000;
/** Chunks smaller than this are not listed one by one. */
const LISTED_BYTES = 3_000;
const MOST_FILTER_MS = 200;
const MOST_PREVIEW_MS = 150;

const PARTS = ["bytes", "filters", "scrolling", "previews"] as const;
type Part = (typeof PARTS)[number];

interface Results {
  readonly rows: number;
  readonly rounds: number;
  readonly loads: readonly number[];
  readonly bytes?: FirstLoad;
  readonly filters?: readonly FilterTimes[];
  readonly scrolling?: Scrolled;
  readonly previews?: readonly PreviewTimes[];
}

function say(text: string): void {
  process.stderr.write(`${text} (load ${digits(loadavg()[0] ?? Number.NaN)})\n`);
}

async function measure(folder: string, rows: number, rounds: number, parts: readonly Part[]): Promise<Results> {
  const log = inOwnProcess<BuiltLog>("./synthetic-log.ts", [folder, String(rows)]);
  return dashboardOver(log.folder, async (here) => {
    const loads: number[] = [];
    const part = async <T>(name: Part, work: () => Promise<T>): Promise<{ readonly [part in Part]?: T }> => {
      if (!parts.includes(name)) return {};
      say(name);
      loads.push(loadavg()[0] ?? Number.NaN);
      return { [name]: await work() };
    };
    const results = {
      ...(await part("bytes", () => firstLoad(here))),
      ...(await part("filters", async () => filterTimes(await watched(here), rounds))),
      ...(await part("previews", async () => previewTimes(await watched(here), rounds))),
      ...(await part("scrolling", () => scrolled(here, rows, rounds))),
    } as Pick<Results, Part>;
    return { rows, rounds, loads, ...results };
  });
}

function times(values: readonly number[], most: number): readonly string[] {
  const { median, best, worst } = timingOf(values);
  return [digits(median), digits(best), digits(worst), `${digits((100 * median) / most)} %`];
}

function bytesText({ pages, later }: FirstLoad): string {
  const small = later.filter(({ bytes }) => bytes < LISTED_BYTES);
  const rest = small.reduce((sum, { bytes }) => sum + bytes, 0);
  const loaded = pages.map(({ name, bytes, files }) => [
    name,
    digits(bytes / 1_000),
    String(files),
    `${digits((100 * bytes) / MOST_BYTES)} %`,
  ]);
  const lazy = [
    ...later.filter(({ bytes }) => bytes >= LISTED_BYTES).map(({ name, bytes }) => [name, digits(bytes / 1_000)]),
    [`${small.length} smaller ones together`, digits(rest / 1_000)],
  ];
  return `## First load: at most 300 kB of JavaScript, gzipped\n\n${table(["before it is drawn", "kB", "files", "of 300 kB"], loaded)}\n\n${table(["loaded when a page or a part needs it", "kB"], lazy)}\n`;
}

function filtersText(filters: readonly FilterTimes[]): string {
  const head = ["", "median ms", "best", "worst", `of ${MOST_FILTER_MS} ms`];
  const rows = filters.map(({ name, ms }) => [name, ...times(ms, MOST_FILTER_MS)]);
  return `## From a changed filter to painted rows\n\n${table(head, rows)}\n`;
}

function previewsText(previews: readonly PreviewTimes[]): string {
  const head = ["", "median ms", "best", "worst", `of ${MOST_PREVIEW_MS} ms`, "of it in the thread, ms"];
  const rows = previews.map(({ name, ms, thread }) => [
    name,
    ...times(ms, MOST_PREVIEW_MS),
    digits(timingOf(thread).median),
  ]);
  return `## From a key to painted numbers, 50,000 rows\n\n${table(head, rows)}\n`;
}

function scrollingText({ rounds, through }: Scrolled): string {
  const share = (late: number, count: number): string => `${((100 * late) / count).toFixed(1)} %`;
  const line = (name: string, all: readonly Frames[]): readonly string[] => {
    const count = all.reduce((sum, frames) => sum + frames.count, 0);
    const late = [0, 1, 2].map((at) => all.reduce((sum, frames) => sum + (frames.late[at] as number), 0));
    return [
      name,
      count.toLocaleString("en-US"),
      ...late.map((frames) => share(frames, count)),
      digits(Math.max(...all.map(({ longest }) => longest))),
      digits(all.reduce((sum, { busy }) => sum + busy, 0) / count),
    ];
  };
  const head = ["", "frames", "> 16.7 ms", "> 33 ms", "> 50 ms", "longest, ms", "processor ms a frame"];
  const ratio = timingOf(rounds.map(({ empty, table: full }) => full.count / empty.count)).median;
  const rows = [
    line(
      "nothing but a tall page",
      rounds.map(({ empty }) => empty),
    ),
    line(
      "the table, all rows loaded",
      rounds.map(({ table: full }) => full),
    ),
    line(`the whole table once, ${through.rows.toLocaleString("en-US")} rows coming in, ${digits(through.seconds)} s`, [
      through,
    ]),
  ];
  return `## Scrolling by wheel\n\n${table(head, rows)}\n\nFrames of the table over those of the tall page in the same round, median: ${ratio.toFixed(3)}.\n`;
}

function report({ rows, rounds, loads, bytes, filters, scrolling, previews }: Results): string {
  return [
    "# The dashboard in a browser",
    "",
    `A gateway over a made-up log of ${rows.toLocaleString("en-US")} rows and a headless Chromium on one machine: ${machine()}. ${rounds} rounds. The machine's load was ${loads.map((load) => digits(load)).join(", ")} as the parts began: above ${cpus().length} it did other work besides. What each number means: [README](../README.md).`,
    "",
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
    ...(filters === undefined ? [] : [filtersText(filters)]),
    ...(previews === undefined ? [] : [previewsText(previews)]),
    ...(scrolling === undefined ? [] : [scrollingText(scrolling)]),
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    rounds: { type: "string", default: "7" },
    only: { type: "string" },
    data: { type: "string" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else {
  if (values.data !== undefined) mkdirSync(values.data, { recursive: true });
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part);
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
  const results = await withFolder(values.data, (folder) => measure(folder, rows, rounds, parts));
  const text = report(results);
  if (values.write) writeFileSync(new URL("results/dashboard.md", import.meta.url), text);
  console.log(values.json ? JSON.stringify({ machine: machine(), ...results }, null, 2) : text);
}

import { hash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { importLogs } from "../src/actions/import-logs.ts";
import { logLines } from "../src/actions/import/log-lines.ts";
import { fileSource } from "../src/actions/log-source.ts";
import { priceBook } from "../src/prices/index.ts";
import { startAppendThread } from "../src/store/append-thread.ts";
import { openSetAside } from "../src/store/sqlite/set-aside.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import { milliseconds, peakMegabytes } from "./measure.ts";

export interface ImportCase {
  /** ms from opening the store to the sealed log, and the part of it that sealing takes. */
  readonly took: number;
  readonly sealing: number;
  readonly rows: number;
  readonly skipped: number;
  /** Of the files, and of the store afterwards. */
  readonly bytes: number;
  readonly disk: number;
  /** MB held at most in each quarter of the bytes: all, and without pages of the store's files that the system maps in and may drop. */
  readonly quarters: readonly number[];
  readonly ownQuarters: readonly number[];
  /** MB, sealing included. */
  readonly peak: number;
}

export interface ReadCase {
  readonly took: number;
  readonly bytes: number;
  readonly lines: number;
}

const APPEND_WORKER = new URL("../src/append-worker.ts", import.meta.url);

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (fileSource(file).size ?? 0), 0);
}

/** Memory of this process alone, MB; NaN where the system does not tell it apart. */
function ownMegabytes(): number {
  if (process.platform !== "linux") return Number.NaN;
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/mu.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) / 1_024;
}

/** @param format none = by the first records */
async function imported(folder: string, files: readonly string[], format: string | undefined): Promise<ImportCase> {
  const bytes = sizeOf(files);
  const quarters = [0, 0, 0, 0];
  const ownQuarters = [0, 0, 0, 0];
  const start = performance.now();
  const store = openSqliteStore(folder);
  let sealing = 0;
  const seal = (): void => {
    sealing += milliseconds(() => store.traffic.seal());
  };
  const { total, files: reports } = await importLogs(
    files.map(fileSource),
    { format, project: "benchmark", outcomes: [], mapping: [], check: false },
    {
      prices: priceBook(),
      setAside: openSetAside,
      appender: () => startAppendThread(APPEND_WORKER, { folder }),
      store: { ...store, traffic: { ...store.traffic, seal } },
      now: () => Date.now(),
      newId: () => randomUUID(),
      onProgress(read) {
        const quarter = Math.min(3, Math.floor((read / bytes) * 4));
        quarters[quarter] = Math.max(quarters[quarter]!, process.memoryUsage.rss() / 2 ** 20);
        ownQuarters[quarter] = Math.max(ownQuarters[quarter]!, ownMegabytes());
      },
    },
  );
  const took = performance.now() - start;
  const error = reports.find((report) => report.error !== null)?.error;
  if (error != null) throw error;
  const disk = store.traffic.stats().bytes_on_disk;
  store.close();
  const { inserted, skipped } = total;
  return { took, sealing, rows: inserted, skipped, bytes, disk, quarters, ownQuarters, peak: peakMegabytes() };
}

/** The least that an import must do: read lines, parse each, digest its text. */
async function limit(files: readonly string[]): Promise<ReadCase> {
  const start = performance.now();
  let lines = 0;
  for (const file of files) {
    for await (const some of logLines(fileSource(file).open(), file)) {
      for (const { text } of some) {
        if (typeof JSON.parse(text) === "object" && hash("sha256", text).length === 64) lines++;
      }
    }
  }
  return { took: performance.now() - start, bytes: sizeOf(files), lines };
}

const [what, ...rest] = process.argv.slice(2);
const [kind, format] = what!.split(":");
const result = kind === "import" ? await imported(rest[0]!, rest.slice(1), format) : await limit(rest);
console.log(JSON.stringify(result));

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ColumnName } from "../src/replay/frame.ts";
import { sampleExchange } from "../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";

const ROWS = Number(process.argv[2] ?? 200_000);
const BATCH = 2_000;
const COLUMNS: readonly ColumnName[] = [
  "created_at",
  "project",
  "endpoint",
  "model_requested",
  "target",
  "end_user",
  "input_uncached",
  "cache_read",
  "output",
  "latency_ms",
  "cost_logged",
  "bits",
];

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function best(work: () => void): number {
  return Math.min(...Array.from({ length: 5 }, () => milliseconds(work)));
}

function print(what: string, took: number, limit: number, limitName: string): void {
  const perRow = ((took * 1_000) / ROWS).toFixed(2);
  console.log(`${what}: ${took.toFixed(1)} ms (${perRow} us a row), ${(took / limit).toFixed(1)} x ${limitName}`);
}

const folder = mkdtempSync(join(tmpdir(), "understudy-benchmark-"));
try {
  const exchanges = Array.from({ length: ROWS }, (_, number) => sampleExchange(number));
  const raw = exchanges.map((exchange) => JSON.stringify(exchange)).join("\n");
  const limitFile = join(folder, "limit");
  const writeLimit = milliseconds(() => writeFileSync(limitFile, raw));

  const store = openSqliteStore(join(folder, "data"));
  const append = milliseconds(() => {
    for (let at = 0; at < ROWS; at += BATCH) store.traffic.append(exchanges.slice(at, at + BATCH));
  });
  print("append", append, writeLimit, "writing the rows as JSON lines");
  const readUnsealed = best(() => {
    for (const segment of store.traffic.frame().segments()) for (const name of COLUMNS) segment.column(name);
  });
  const seal = milliseconds(() => store.traffic.seal());
  print("seal", seal, append, "append");
  const { bytes_on_disk: bytes } = store.traffic.stats();
  console.log(
    `disk: ${(bytes / ROWS).toFixed(0)} bytes a row, ${(bytes / Buffer.byteLength(raw)).toFixed(3)} of the JSON lines`,
  );
  store.close();

  const database = new DatabaseSync(join(folder, "data", "traffic.db"), { readOnly: true });
  const names =
    "created_at, project, endpoint, model_requested, target, end_user, input_uncached, cache_read, output, latency_ms";
  const byRow = milliseconds(() => database.prepare(`SELECT ${names}, cost_logged, bits FROM exchanges`).all());
  database.close();
  writeFileSync(limitFile, new Uint8Array(ROWS * COLUMNS.length * 4));
  const readLimit = best(() => void readFileSync(limitFile));
  const readSealed = best(() => {
    const opened = openSqliteStore(join(folder, "data"), { readOnly: true });
    for (const segment of opened.traffic.frame().segments()) for (const name of COLUMNS) segment.column(name);
    opened.close();
  });
  print(`open and read ${COLUMNS.length} sealed columns`, readSealed, readLimit, "reading as many bytes from a file");
  print(`read ${COLUMNS.length} columns row by row in SQL`, byRow, readSealed, "the sealed columns");
  print("read the same unsealed", readUnsealed, readSealed, "the sealed columns");
} finally {
  rmSync(folder, { recursive: true });
}

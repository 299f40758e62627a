import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Exchange } from "../src/core/exchange.ts";
import { priceBook } from "../src/prices/index.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import { syntheticTraffic } from "./synthetic-traffic.ts";

/** Raise it when the rows change: kept logs of an older shape are left aside. */
const SHAPE = 1;
const BATCH_ROWS = 4_000;

export interface BuiltLog {
  /** The store's folder. */
  readonly folder: string;
  /** False where an earlier run had made it. */
  readonly built: boolean;
  /** Seconds; 0 where nothing was built. */
  readonly append: number;
  readonly seal: number;
}

/** A sealed store of so many synthetic rows inside `parent`, kept for the next run; half a log is never taken for a whole one. */
export function syntheticLog(parent: string, rows: number): BuiltLog {
  const folder = join(parent, `synthetic-${SHAPE}-${rows}`);
  if (existsSync(folder)) return { folder, built: false, append: 0, seal: 0 };
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const store = openSqliteStore(partial);
  const started = performance.now();
  let batch: Exchange[] = [];
  for (const exchange of syntheticTraffic(rows, priceBook())) {
    batch.push(exchange);
    if (batch.length < BATCH_ROWS) continue;
    store.traffic.append(batch);
    batch = [];
  }
  if (batch.length > 0) store.traffic.append(batch);
  const appended = performance.now();
  store.traffic.seal();
  const sealed = performance.now();
  store.close();
  renameSync(partial, folder);
  return { folder, built: true, append: (appended - started) / 1_000, seal: (sealed - appended) / 1_000 };
}

if (import.meta.main) {
  const [parent, rows] = process.argv.slice(2);
  if (parent === undefined || !(Number(rows) > 0)) {
    console.error("usage: node benchmarks/synthetic-log.ts FOLDER ROWS");
    process.exitCode = 2;
  } else console.log(JSON.stringify(syntheticLog(parent, Number(rows))));
}

import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Traffic } from "../traffic.ts";
import { decodeRecords } from "./record.ts";
import { storedExchange, type StoringParts } from "./stored-exchange.ts";

const SUFFIX = ".spool";
/** Bytes taken up at a time, and rows put into the store in one transaction. */
const READ_BYTES = 4 * 2 ** 20;
const BATCH_ROWS = 256;

/** The spool files of a data folder, oldest first. */
export function spoolFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .toSorted()
    .map((name) => join(folder, name));
}

/** The path of a new spool file; names sort by time. */
export function newSpoolFile(folder: string, now: number, id: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, `${String(now).padStart(16, "0")}-${id}${SUFFIX}`);
}

/** What came of putting some of a file into the store. */
export interface Drained {
  /** Where the next record begins. */
  readonly at: number;
  readonly rows: number;
  /** Null = all is well; a file that is broken is drained up to the break. */
  readonly broken: boolean;
}

/** Puts the records of a spool file from an offset on into the store, up to one read's worth. Rows that are there already are left as they are. */
export function drainSome(file: string, from: number, traffic: Traffic, parts: StoringParts): Drained {
  const handle = openSync(file, "r");
  try {
    let size = Math.min(READ_BYTES, fstatSync(handle).size - from);
    for (;;) {
      if (size <= 0) return { at: from, rows: 0, broken: false };
      const bytes = Buffer.allocUnsafe(size);
      const read = readSync(handle, bytes, 0, size, from);
      const { rows, bytes: taken, broken } = decodeRecords(bytes.subarray(0, read));
      const left = fstatSync(handle).size - from - read;
      if (taken === 0 && !broken && left > 0) {
        // One record larger than a read.
        size = Math.min(size * 4, read + left);
        continue;
      }
      for (let at = 0; at < rows.length; at += BATCH_ROWS) {
        traffic.append(rows.slice(at, at + BATCH_ROWS).map((row) => storedExchange(row, parts)));
      }
      return { at: from + taken, rows: rows.length, broken };
    }
  } finally {
    closeSync(handle);
  }
}

/** Puts whole spool files into the store and removes them: what a process that was killed has left. */
export function drainLeftovers(files: readonly string[], traffic: Traffic, parts: StoringParts): number {
  let rows = 0;
  for (const file of files) {
    for (let at = 0; ;) {
      const drained = drainSome(file, at, traffic, parts);
      rows += drained.rows;
      if (drained.at === at || drained.broken) break;
      ({ at } = drained);
    }
    rmSync(file, { force: true });
  }
  return rows;
}

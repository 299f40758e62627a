import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Exchange } from "../../core/exchange.ts";
import type { Traffic } from "../traffic.ts";
import type { SpooledRecord } from "./record.ts";
import { storedExchange, type StoringParts } from "./stored-exchange.ts";

/** The store as the draining thread has it open. */
export interface DrainStore {
  readonly traffic: Traffic;
  readonly storing: StoringParts;
  /** Called before rows are put in: what `storing` goes by is brought up to date. */
  readonly prepare: () => Promise<void>;
  /** What an error says of the disk or of other processes, to be tried again; null where the row itself is at fault. */
  readonly passing: (error: unknown) => string | null;
  /** Removes rows that are too old, a bounded step at a time. */
  readonly prune: () => { readonly removed: number; readonly done: boolean };
  close(): void;
}

/** Records that no store takes, kept as they are. */
export interface Rejects {
  keep(record: SpooledRecord, name: string, reason: string): void;
  /** Null where there are none. */
  trouble(): string | null;
}

/** @param folder made when first needed */
export function openRejects(folder: string): Rejects {
  let rows = 0;
  let last = "";
  return {
    keep(record, name, reason) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, name), record.bytes, { mode: 0o600 });
      rows++;
      last = reason;
    },
    trouble: () =>
      rows === 0
        ? null
        : `${rows} ${rows === 1 ? "row" : "rows"} could not be stored and are kept in ${folder}: ${last}`,
  };
}

/**
 * Puts records into the store, those that it has already left out. A record that is at fault itself goes to the rejects.
 * Throws what passes: nothing is lost then, and the same records may come again.
 * @param nameOf a file name for the record at a position
 * @returns how many the store did not have
 */
export function storeRows(
  { traffic, storing, passing }: DrainStore,
  records: readonly SpooledRecord[],
  rejects: Rejects,
  nameOf: (position: number) => string,
): number {
  const reject = (position: number, error: unknown): void => {
    if (passing(error) !== null) throw error;
    rejects.keep(records[position] as SpooledRecord, nameOf(position), (error as Error).message);
  };
  const exchanges: (readonly [position: number, exchange: Exchange])[] = [];
  for (const [position, record] of records.entries())
    try {
      exchanges.push([position, storedExchange(record, storing)]);
    } catch (error) {
      reject(position, error);
    }
  try {
    return traffic.append(exchanges.map(([, exchange]) => exchange)).inserted;
  } catch (error) {
    if (passing(error) !== null) throw error;
    let stored = 0;
    for (const [position, exchange] of exchanges)
      try {
        stored += traffic.append([exchange]).inserted;
      } catch (wrong) {
        reject(position, wrong);
      }
    return stored;
  }
}

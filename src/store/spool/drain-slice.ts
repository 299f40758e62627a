import { copyFileSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Inbox } from "./inbox.ts";
import { readSegment } from "./read-segment.ts";
import { REJECTED_FOLDER } from "./rejected.ts";
import { openRejects, storeRows, type DrainStore } from "./store-rows.ts";

/** What came of a stretch of a segment. */
export interface DrainedSlice {
  /** Where the next record begins. */
  readonly next: number;
  /** The segment holds no more before `end`. */
  readonly done: boolean;
  readonly rows: number;
  /** Rows that the store did not have yet. */
  readonly stored: number;
}

export interface SliceDrain {
  /** Tries until it works. Null where it is told to stop before that. */
  persist<T>(work: () => T | Promise<T>, passing: (error: unknown) => string | null): Promise<T | null>;
  /** Puts the next rows of a segment into the store. Null as above: nothing has happened then. */
  slice(store: DrainStore, file: string, from: number, end: number): Promise<DrainedSlice | null>;
}

/** Rows in one transaction: as many as a block of bodies holds at most. */
const SLICE_ROWS = 128;
const FIRST_RETRY = 100;
const LAST_RETRY = 2_000;

/** @param tell told what keeps rows from the store whenever that changes; null = nothing any more */
export function sliceDrain(spool: string, inbox: Inbox, tell: (trouble: string | null) => void): SliceDrain {
  const rejected = join(spool, REJECTED_FOLDER);
  const rejects = openRejects(rejected);
  let trouble: string | null = null;
  let damage: string | null = null;
  const tellTrouble = (store: string | null): void => {
    const latest = store ?? damage ?? rejects.trouble();
    if (latest !== trouble) tell((trouble = latest));
  };
  const persist: SliceDrain["persist"] = async (work, passing) => {
    for (let wait = FIRST_RETRY; ; wait = Math.min(LAST_RETRY, wait * 2)) {
      try {
        const result = await work();
        tellTrouble(null);
        return result;
      } catch (error) {
        const reason = passing(error);
        if (reason === null) throw error;
        tellTrouble(`the store takes no rows: ${reason}`);
        if (inbox.stopping) return null;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
  const keepDamaged = (file: string, bytes: number): void => {
    mkdirSync(rejected, { recursive: true, mode: 0o700 });
    const copy = join(rejected, `${basename(dirname(file))}-${basename(file)}`);
    copyFileSync(file, copy);
    damage = `${bytes} bytes of a spool file are damaged and were skipped; the file is kept as ${copy}`;
  };

  return {
    persist,
    async slice(store, file, from, end) {
      const { records, next, done, damaged } = readSegment(file, from, end, SLICE_ROWS);
      if (damaged > 0) keepDamaged(file, damaged);
      const nameOf = (position: number): string =>
        `${basename(dirname(file))}-${basename(file, ".spool")}-${from}-${position}.spool`;
      const stored = await persist(async () => {
        if (records.length === 0) return 0;
        await store.prepare();
        return storeRows(store, records, rejects, nameOf);
      }, store.passing);
      return stored === null ? null : { next, done, rows: records.length, stored };
    },
  };
}

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { segmentsIn } from "./segment-files.ts";

const PREFIX = "run-";
const LOCK = "lock.db";

/** A folder of segments that belongs to one process for as long as it holds the lock. */
export interface RunFolder {
  readonly folder: string;
  /** Gives the lock back; the folder goes where no segment is left in it. */
  release(): void;
}

/** A new folder for this run of a gateway, below the spool of a data folder. Only its owner may read it. */
export function newRunFolder(spool: string): RunFolder {
  mkdirSync(spool, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(spool, PREFIX));
  const taken = takeRunFolder(folder);
  if (taken === null) throw new Error(`the lock of the new folder ${folder} is taken`);
  return taken;
}

/** Folders of runs, whoever they belong to. */
export function runFolders(spool: string): readonly string[] {
  return readdirSync(spool, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
    .map(({ name }) => join(spool, name))
    .toSorted();
}

/** Null where a living process holds it. The lock is the operating system's own: a killed process holds none. */
export function takeRunFolder(folder: string): RunFolder | null {
  const lock = new DatabaseSync(join(folder, LOCK), { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (/locked|busy/i.test((error as Error).message)) return null;
    throw error;
  }
  return {
    folder,
    release() {
      const empty = segmentsIn(folder).length === 0;
      if (empty) rmSync(folder, { recursive: true, force: true });
      lock.close();
    },
  };
}

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SPOOL_FOLDER } from "./messages.ts";
import { readSegment } from "./read-segment.ts";
import { headOf, type RowHead } from "./record.ts";
import { REJECTED_FOLDER } from "./rejected.ts";
import { runFolders } from "./run-folder.ts";
import { segmentFile, segmentsIn } from "./segment-files.ts";

/** Looks at spooled rows, stored since or not, and removes rejected ones that match. @returns those that still stand in files */
export function eraseSpooled(folder: string, matches: (row: RowHead) => boolean): number {
  const spool = join(folder, SPOOL_FOLDER);
  if (!existsSync(spool)) return 0;
  let rows = 0;
  for (const run of runFolders(spool))
    for (const segment of segmentsIn(run)) rows += count(segmentFile(run, segment), matches).matching;
  const rejected = join(spool, REJECTED_FOLDER);
  for (const name of existsSync(rejected) ? readdirSync(rejected) : []) {
    const file = join(rejected, name);
    const { matching, all } = count(file, matches);
    if (matching > 0 && matching === all) rmSync(file, { force: true });
    else rows += matching;
  }
  return rows;
}

function count(file: string, matches: (row: RowHead) => boolean): { readonly matching: number; readonly all: number } {
  let [matching, all] = [0, 0];
  for (let at = 0, done = false; !done;) {
    const slice = readWhileThere(file, at);
    if (slice === null) break;
    for (const record of slice.records) {
      all++;
      if (matches(headOf(record))) matching++;
    }
    ({ next: at, done } = slice);
  }
  return { matching, all };
}

/** Null where the file is gone: a gateway removes what it has stored. */
function readWhileThere(file: string, at: number): ReturnType<typeof readSegment> | null {
  try {
    return readSegment(file, at, Number.POSITIVE_INFINITY, 4_096);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SPOOL_FOLDER } from "./messages.ts";
import { readSegment } from "./read-segment.ts";
import { headOf, type RowHead } from "./record.ts";
import { REJECTED_FOLDER } from "./rejected.ts";
import { runFolders } from "./run-folder.ts";
import { segmentFile, segmentsIn } from "./segment-files.ts";

/** Rows of a spool that match. */
export interface SpooledRows {
  /** Those that still stand in files. */
  readonly rows: number;
  /** Ids of all of them, removed ones among them. */
  readonly requests: readonly string[];
}

/** Looks at spooled rows, stored since or not, and removes rejected ones that match. */
export function eraseSpooled(folder: string, matches: (row: RowHead) => boolean): SpooledRows {
  const spool = join(folder, SPOOL_FOLDER);
  if (!existsSync(spool)) return { rows: 0, requests: [] };
  const requests: string[] = [];
  for (const run of runFolders(spool))
    for (const segment of segmentsIn(run)) requests.push(...matching(segmentFile(run, segment), matches).requests);
  let rows = requests.length;
  const rejected = join(spool, REJECTED_FOLDER);
  for (const name of existsSync(rejected) ? readdirSync(rejected) : []) {
    const file = join(rejected, name);
    const found = matching(file, matches);
    requests.push(...found.requests);
    if (found.requests.length > 0 && found.requests.length === found.all) rmSync(file, { force: true });
    else rows += found.requests.length;
  }
  return { rows, requests };
}

function matching(
  file: string,
  matches: (row: RowHead) => boolean,
): { readonly requests: readonly string[]; readonly all: number } {
  const requests: string[] = [];
  let all = 0;
  for (let at = 0, done = false; !done;) {
    const slice = readWhileThere(file, at);
    if (slice === null) break;
    for (const record of slice.records) {
      all++;
      const head = headOf(record);
      if (matches(head)) requests.push(head.request_id);
    }
    ({ next: at, done } = slice);
  }
  return { requests, all };
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

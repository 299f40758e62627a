import { mkdirSync } from "node:fs";
import { runFolders, takeRunFolder, type RunFolder } from "./run-folder.ts";
import { readSegment } from "./read-segment.ts";
import { segmentFile, segmentsIn } from "./segment-files.ts";

/** Segments of a run that ended without draining them. */
export interface Leftover {
  readonly owner: RunFolder;
  readonly segments: readonly number[];
}

/** What runs that are no longer alive have left, oldest first. Folders of living processes are let be. */
export function findLeftovers(spool: string, own: string): readonly Leftover[] {
  mkdirSync(spool, { recursive: true, mode: 0o700 });
  return runFolders(spool).flatMap((folder) => {
    if (folder === own) return [];
    const owner = takeRunFolder(folder);
    return owner === null ? [] : [{ owner, segments: segmentsIn(folder) }];
  });
}

/** Rows in a run's segments. */
export function rowsIn({ owner, segments }: Leftover): number {
  let rows = 0;
  for (const segment of segments)
    for (let at = 0, done = false; !done;) {
      const slice = readSegment(segmentFile(owner.folder, segment), at, Number.POSITIVE_INFINITY, 4_096);
      rows += slice.records.length;
      at = slice.next;
      done = slice.done;
    }
  return rows;
}

import type { DatabaseSync } from "node:sqlite";
import { SEGMENT_ROWS } from "../../replay/frame.ts";
import { transaction } from "./database.ts";
import type { Rows } from "./rows.ts";
import type { BuiltColumns, BuiltGroup } from "./segment-columns.ts";
import { gapsBetween } from "./gaps.ts";
import type { SealedSegment, Segments } from "./segments.ts";
import type { Strings } from "./strings.ts";

/** Writes column segments of rows that have none; a last segment that is not full is made anew together with what came after it. */
export function sealSegments(database: DatabaseSync, segments: Segments, rows: Rows, strings: Strings): void {
  fillGaps(database, segments, rows, strings);
  while (transaction(database, () => sealNext(segments, rows, strings)));
}

/** Rows between segments: those that were left of a segment when others of it were removed. */
function fillGaps(database: DatabaseSync, segments: Segments, rows: Rows, strings: Strings): void {
  const end = (segments.last()?.first_seq ?? 1) - 1;
  for (const [first, last] of gapsBetween(segments.all(), end))
    if (last <= end && rows.countBetween(first, last) > 0)
      transaction(database, () => {
        for (const run of rows.runsBetween(first, last, SEGMENT_ROWS))
          seal(segments, rows, strings, run.first_seq, run.last_seq, run.rows);
      });
}

function sealNext(segments: Segments, rows: Rows, strings: Strings): boolean {
  const last = segments.last();
  const end = rows.lastSeq();
  if (rows.countBetween((last?.last_seq ?? 0) + 1, end) === 0) return false;
  const open = last !== null && last.rows < SEGMENT_ROWS ? last : null;
  const start = open?.first_seq ?? (last?.last_seq ?? 0) + 1;
  const most = Math.min(SEGMENT_ROWS, end - start + 1);
  return seal(segments, rows, strings, start, end, most, open);
}

/** One segment of the rows from one number to another, `most` of them at most. False where there are none. */
function seal(
  segments: Segments,
  rows: Rows,
  strings: Strings,
  start: number,
  end: number,
  most: number,
  instead: SealedSegment | null = null,
): boolean {
  const groups = (["cells", "digests", "hashes"] as const).map((group) =>
    rows.columns(group, start, end, most, strings),
  );
  const [{ rows: count, metadata }] = groups as [BuiltGroup];
  if (count === 0) return false;
  const columns = Object.assign({}, ...groups.map((group) => group.columns)) as BuiltColumns["columns"];
  if (instead !== null) segments.remove(instead.segment);
  segments.write({ rows: count, columns, metadata });
  return true;
}

import type { DatabaseSync } from "node:sqlite";
import { SEGMENT_ROWS } from "../../replay/frame.ts";
import { transaction } from "./database.ts";
import type { Rows } from "./rows.ts";
import type { BuiltColumns, BuiltGroup } from "./segment-columns.ts";
import type { Segments } from "./segments.ts";
import type { Strings } from "./strings.ts";

/** Writes column segments of rows that have none; a last segment that is not full is made anew together with what came after it. */
export function sealSegments(database: DatabaseSync, segments: Segments, rows: Rows, strings: Strings): void {
  while (transaction(database, () => sealNext(segments, rows, strings)));
}

function sealNext(segments: Segments, rows: Rows, strings: Strings): boolean {
  const last = segments.last();
  const end = rows.lastSeq();
  if ((last?.last_seq ?? 0) >= end) return false;
  const open = last !== null && last.rows < SEGMENT_ROWS ? last : null;
  const start = open?.first_seq ?? (last?.last_seq ?? 0) + 1;
  const most = Math.min(SEGMENT_ROWS, end - start + 1);
  const groups = (["cells", "digests", "hashes"] as const).map((group) =>
    rows.columns(group, start, end, most, strings),
  );
  const [{ rows: count, metadata }] = groups as [BuiltGroup];
  if (count === 0) return false;
  const columns = Object.assign({}, ...groups.map((group) => group.columns)) as BuiltColumns["columns"];
  if (open !== null) segments.remove(open.segment);
  segments.write({ rows: count, columns, metadata });
  return true;
}

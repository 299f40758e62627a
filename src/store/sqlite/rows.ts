import type { DatabaseSync } from "node:sqlite";
import type { Run } from "./frame.ts";
import { ROW_COLUMNS, type Stored } from "./row-columns.ts";
import { BUILD, GROUP_SOURCES, type BuiltGroup, type ColumnGroup, type RowChunks } from "./segment-columns.ts";
import { shelfOf, spanOf } from "./shelf.ts";
import type { Strings } from "./strings.ts";
import { sourceKey } from "./identity.ts";
import { idText } from "./traffic-schema.ts";

/** The narrow rows: statements over `exchanges`, nothing decoded. */
export interface Rows {
  /** False where the request id is there already. */
  insert(row: readonly Stored[]): boolean;
  /** The highest there ever was; 0 in an empty log. */
  lastSeq(): number;
  byRequestId(id: string): number | null;
  bySourceId(id: string): number | null;
  read(seq: number): readonly Stored[] | null;
  newestFirst(where: string, values: readonly (string | number)[]): Iterable<readonly Stored[]>;
  /** Rows after a row number, the last ones first. */
  lastFirst(where: string, values: readonly (string | number)[], after: number): Iterable<readonly Stored[]>;
  count(where: string, values: readonly (string | number)[]): number;
  /** The row that so many match before, newest first; null where fewer do. */
  nth(
    where: string,
    values: readonly (string | number)[],
    n: number,
  ): { readonly seq: number; readonly created_at: number } | null;
  /** Row numbers of what a condition matches from one row number to another, both included, ascending. */
  matching(where: string, values: readonly (string | number)[], first: number, last: number): Iterable<number>;
  /** Removes rows; their numbers are not used again. */
  remove(seqs: readonly number[]): void;
  /** Row numbers of a project's shelf within a span of numbers, ascending. */
  onShelf(project: number, shelf: number, first: number, last: number): readonly number[];
  /** Rows from one row number to another, both included. */
  countBetween(first: number, last: number): number;
  /** ms since the epoch; null in an empty log. */
  span(): { readonly oldest: number | null; readonly newest: number | null };
  /** What stands from one row number to another, both included, in runs of at most `most` row numbers. */
  runsBetween(first: number, last: number, most: number): readonly Run[];
  /** One group of columns of the rows from one number to another in `seq` order, `most` of them at most. */
  columns(group: ColumnGroup, firstSeq: number, lastSeq: number, most: number, strings: Strings): BuiltGroup;
}

/** Rows read at a time to make columns of. */
const CHUNK_ROWS = 2_048;
const COLUMNS_SQL = ROW_COLUMNS.join(", ");

export function openRows(database: DatabaseSync): Rows {
  const insert = database.prepare(
    `INSERT INTO exchanges (${COLUMNS_SQL}) VALUES (${ROW_COLUMNS.map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`,
  );
  const last = database.prepare(
    "SELECT max(coalesce((SELECT max(seq) FROM exchanges), 0), (SELECT seq FROM high_water)) AS seq",
  );
  const raise = database.prepare("UPDATE high_water SET seq = ?1 WHERE seq < ?1");
  const remove = database.prepare("DELETE FROM exchanges WHERE seq = ?");
  // A plus keeps SQLite from the index of instants: a few row numbers are fewer than a day.
  const onShelf = database.prepare(
    "SELECT seq, created_at, bits FROM exchanges WHERE seq BETWEEN ? AND ? AND project = ? AND +created_at >= ? AND +created_at < ? ORDER BY seq",
  );
  const byRequestId = database.prepare(`SELECT seq FROM exchanges WHERE ${idText("request_id")} = ?`);
  const bySourceId = database.prepare("SELECT seq FROM exchanges WHERE source_key = ? AND source_id = ? ORDER BY seq");
  const read = database.prepare(`SELECT ${COLUMNS_SQL} FROM exchanges WHERE seq = ?`);
  read.setReturnArrays(true);
  const countBetween = database.prepare("SELECT count(*) AS rows FROM exchanges WHERE seq BETWEEN ? AND ?");
  const oldest = database.prepare("SELECT min(created_at) AS at FROM exchanges");
  const newest = database.prepare("SELECT max(created_at) AS at FROM exchanges");
  const run = database.prepare(
    `SELECT count(*) AS rows, min(seq) AS first_seq, max(seq) AS last_seq, min(+created_at) AS oldest, max(+created_at) AS newest
     FROM exchanges WHERE seq BETWEEN ? AND ?`,
  );
  const rowsOf = (tail: string, values: readonly (string | number)[]): Iterable<readonly Stored[]> => {
    const statement = database.prepare(`SELECT ${COLUMNS_SQL} FROM exchanges ${tail}`);
    statement.setReturnArrays(true);
    return statement.iterate(...values) as unknown as Iterable<readonly Stored[]>;
  };
  const lastSeq = (): number => (last.get() as { seq: number }).seq;
  const seqOf = (row: unknown): number | null => (row as { seq: number } | undefined)?.seq ?? null;

  return {
    insert: (row) => insert.run(...row).changes === 1,
    lastSeq,
    byRequestId: (id) => seqOf(byRequestId.get(id)),
    bySourceId: (id) => seqOf(bySourceId.get(sourceKey(id), id)),
    read: (seq) => (read.get(seq) as unknown as readonly Stored[] | undefined) ?? null,
    newestFirst: (where, values) => rowsOf(`WHERE ${where} ORDER BY created_at DESC, seq DESC`, values),
    lastFirst: (where, values, after) => rowsOf(`WHERE seq > ? AND (${where}) ORDER BY seq DESC`, [after, ...values]),
    nth(where, values, n) {
      const sql = `SELECT seq, created_at FROM exchanges WHERE ${where} ORDER BY created_at DESC, seq DESC LIMIT 1 OFFSET ?`;
      return (database.prepare(sql).get(...values, n) as { seq: number; created_at: number } | undefined) ?? null;
    },
    count(where, values) {
      const found = database.prepare(`SELECT count(*) AS rows FROM exchanges WHERE ${where}`).get(...values);
      return (found as { rows: number }).rows;
    },
    *matching(where, values, first, end) {
      const sql = `SELECT seq FROM exchanges WHERE seq BETWEEN ? AND ? AND (${where}) ORDER BY seq`;
      for (const row of database.prepare(sql).iterate(first, end, ...values)) yield row["seq"] as number;
    },
    remove(seqs) {
      raise.run(seqs.reduce((highest, seq) => Math.max(highest, seq), 0));
      for (const seq of seqs) remove.run(seq);
    },
    onShelf: (project, shelf, first, end) =>
      onShelf
        .all(first, end, project, ...spanOf(shelf))
        .filter((row) => shelfOf(row["created_at"] as number, row["bits"] as number) === shelf)
        .map((row) => row["seq"] as number),
    countBetween: (first, end) => (countBetween.get(first, end) as { rows: number }).rows,
    span: () => ({
      oldest: (oldest.get() as { at: number | null }).at,
      newest: (newest.get() as { at: number | null }).at,
    }),
    runsBetween(from, end, most) {
      const runs: Run[] = [];
      for (let first = from; first <= end; first += most) {
        const found = run.get(first, Math.min(end, first + most - 1)) as unknown as Omit<Run, "segment">;
        if (found.rows > 0) runs.push({ ...found, segment: null });
      }
      return runs;
    },
    columns: (group, firstSeq, lastSeq, most, strings) =>
      BUILD[group](chunksOf(database, GROUP_SOURCES[group], firstSeq, lastSeq, most), most, strings),
  };
}

function* chunksOf(
  database: DatabaseSync,
  names: readonly string[],
  first: number,
  last: number,
  most: number,
): RowChunks {
  const range = database.prepare(
    `SELECT ${names.join(", ")} FROM exchanges WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?`,
  );
  range.setReturnArrays(true);
  let left = most;
  for (let from = first; from <= last && left > 0; from += CHUNK_ROWS) {
    const chunk = range.all(from, Math.min(last, from + CHUNK_ROWS - 1), left) as unknown as Stored[][];
    left -= chunk.length;
    yield chunk;
  }
}

import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { DatabaseSync } from "node:sqlite";
import { allocateColumn, type ColumnName } from "../../replay/frame.ts";
import { packColumn, unpackColumn, type TypedArray } from "./codec.ts";
import type { BuiltColumns } from "./segment-columns.ts";

/** A sealed run of rows: its place and its span of time (ms). */
export interface SealedSegment {
  readonly segment: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly rows: number;
  readonly oldest: number;
  readonly newest: number;
}

/** Sealed columns: one BLOB a column. */
export interface Segments {
  all(): readonly SealedSegment[];
  last(): SealedSegment | null;
  write(built: BuiltColumns): void;
  remove(segment: number): void;
  /** Removes segments that hold any of these row numbers (ascending): what else they hold counts as not sealed. */
  removeWith(seqs: readonly number[]): void;
  /** Removes segments of rows that are not there: a power cut can take rows that were sealed already. */
  clearAfter(seq: number): void;
  /** Null where the segment is gone (sealed anew) or is older than the column. */
  column(segment: SealedSegment, name: ColumnName): TypedArray | null;
  /** Texts of the segment's own metadata dictionary. */
  metadata(segment: SealedSegment): readonly string[] | null;
}

const METADATA_DICTIONARY = "metadata_dictionary";

export function openSegments(database: DatabaseSync): Segments {
  const all = database.prepare("SELECT * FROM segments ORDER BY first_seq");
  const last = database.prepare("SELECT * FROM segments ORDER BY first_seq DESC LIMIT 1");
  const insert = database.prepare(
    "INSERT INTO segments (first_seq, last_seq, rows, oldest, newest) VALUES (?, ?, ?, ?, ?)",
  );
  const insertColumn = database.prepare("INSERT INTO segment_columns (segment, name, codec, data) VALUES (?, ?, ?, ?)");
  const removeSegment = database.prepare("DELETE FROM segments WHERE segment = ?");
  const removeColumns = database.prepare("DELETE FROM segment_columns WHERE segment = ?");
  const load = database.prepare("SELECT codec, data FROM segment_columns WHERE segment = ? AND name = ?");

  const read = (segment: number, name: string): { codec: number; data: Uint8Array } | null =>
    (load.get(segment, name) as { codec: number; data: Uint8Array } | undefined) ?? null;
  const lastOne = (): SealedSegment | null => (last.get() as unknown as SealedSegment | undefined) ?? null;
  const remove = (segment: number): void => {
    removeColumns.run(segment);
    removeSegment.run(segment);
  };

  return {
    all: () => all.all() as unknown as SealedSegment[],
    last: lastOne,
    write({ rows, columns, metadata }) {
      const { oldest, newest } = span(columns.created_at);
      const { lastInsertRowid } = insert.run(
        columns.seq[0] as number,
        columns.seq[rows - 1] as number,
        rows,
        oldest,
        newest,
      );
      for (const [name, column] of Object.entries(columns)) {
        const { codec, data } = packColumn(column);
        insertColumn.run(lastInsertRowid, name, codec, data);
      }
      insertColumn.run(lastInsertRowid, METADATA_DICTIONARY, 1, zstdCompressSync(JSON.stringify(metadata)));
    },
    remove,
    removeWith(seqs) {
      let at = 0;
      for (const { segment, first_seq, last_seq } of all.all() as unknown as SealedSegment[]) {
        while (at < seqs.length && (seqs[at] as number) < first_seq) at++;
        if (at < seqs.length && (seqs[at] as number) <= last_seq) remove(segment);
      }
    },
    clearAfter(seq) {
      for (let segment = lastOne(); segment !== null && segment.last_seq > seq; segment = lastOne())
        remove(segment.segment);
    },
    column(segment, name) {
      const packed = read(segment.segment, name);
      return packed === null ? null : unpackColumn(packed, allocateColumn(name, 0) as TypedArray, segment.rows);
    },
    metadata(segment) {
      const packed = read(segment.segment, METADATA_DICTIONARY);
      return packed === null ? null : (JSON.parse(zstdDecompressSync(packed.data).toString()) as string[]);
    },
  };
}

/** Smallest and largest of some instants. */
export function span(instants: TypedArray): { readonly oldest: number; readonly newest: number } {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < instants.length; row++) {
    const at = instants[row] as number;
    if (at < oldest) oldest = at;
    if (at > newest) newest = at;
  }
  return { oldest, newest };
}

import { allocateColumn, COLUMNS, type ColumnName } from "../../replay/frame.ts";
import type { TypedArray } from "./codec.ts";
import { decodeId, sha256 } from "./identity.ts";
import { AT, type RowColumn, type Stored } from "./row-columns.ts";
import type { Strings } from "./strings.ts";

/** Columns of some rows, `metadata` by codes of a dictionary of their own. */
export interface BuiltColumns {
  readonly rows: number;
  readonly columns: Readonly<Record<ColumnName, TypedArray>>;
  readonly metadata: readonly string[];
}

/** Columns made together from the same part of a row: most passes want nothing but `cells`, and hashing costs the most. */
export type ColumnGroup = "cells" | "digests" | "hashes";

/** One group of columns of some rows; `metadata` is empty but for `cells`. */
export interface BuiltGroup {
  readonly rows: number;
  readonly columns: Readonly<Partial<Record<ColumnName, TypedArray>>>;
  readonly metadata: readonly string[];
}

const HASHES = { request: "request_hash", prompt: "prompt_hash", answer: "answer_hash" } as const;

/** Columns that stand in a row under the same name: codes and counts as they are, null as the column's own unknown. */
const CELLS = (Object.keys(COLUMNS) as ColumnName[]).filter((name) => name in AT && name !== "metadata");

/** What a group reads of a row, in the order its builder expects. */
export const GROUP_SOURCES: Readonly<Record<ColumnGroup, readonly RowColumn[]>> = {
  cells: [...CELLS, "metadata"] as readonly RowColumn[],
  digests: ["request_id", "session", "end_user"],
  hashes: Object.values(HASHES),
};

export function groupOf(name: ColumnName): ColumnGroup {
  if (GROUP_SOURCES.cells.includes(name as RowColumn)) return "cells";
  return Object.keys(HASHES).some((prefix) => name.startsWith(`${prefix}_`)) ? "hashes" : "digests";
}

/** Rows by `GROUP_SOURCES`, some at a time, as columns of at most `most` rows. */
export type RowChunks = Iterable<readonly (readonly Stored[])[]>;

export const BUILD: Readonly<Record<ColumnGroup, (chunks: RowChunks, most: number, strings: Strings) => BuiltGroup>> = {
  cells: buildCells,
  digests: buildDigests,
  hashes: buildHashes,
};

function buildCells(chunks: RowChunks, most: number): BuiltGroup {
  const columns = allocate([...CELLS, "metadata"], most);
  const codes = new Map<string, number>();
  let rows = 0;
  for (const chunk of chunks) {
    for (const [at, name] of CELLS.entries()) fill(columns[name] as TypedArray, rows, chunk, at, unknownOf(name));
    const metadata = columns.metadata as TypedArray;
    for (const [index, row] of chunk.entries()) {
      const text = (row[CELLS.length] as string | null) ?? "{}";
      let code = codes.get(text);
      if (code === undefined) codes.set(text, (code = codes.size));
      metadata[rows + index] = code;
    }
    rows += chunk.length;
  }
  return { rows, columns: cut(columns, rows), metadata: [...codes.keys()] };
}

function buildDigests(chunks: RowChunks, most: number, strings: Strings): BuiltGroup {
  const columns = allocate(["id_hi", "id_lo", "sticky_hi", "sticky_lo"], most);
  const known = { session: new Map<number, Uint8Array>(), end_user: new Map<number, Uint8Array>() };
  const digestOf = (kind: "session" | "end_user", code: number): Uint8Array => {
    let digest = known[kind].get(code);
    if (digest === undefined) known[kind].set(code, (digest = sha256(strings.text(kind, code))));
    return digest;
  };
  let rows = 0;
  for (const chunk of chunks)
    for (const [id, session, user] of chunk as readonly [Uint8Array | string, number | null, number | null][]) {
      const digest = sha256(decodeId(id));
      put(columns, "id", rows, digest);
      const sticky =
        session === null ? (user === null ? digest : digestOf("end_user", user)) : digestOf("session", session);
      put(columns, "sticky", rows, sticky);
      rows++;
    }
  return { rows, columns: cut(columns, rows), metadata: [] };
}

function buildHashes(chunks: RowChunks, most: number): BuiltGroup {
  const prefixes = Object.keys(HASHES);
  const names = prefixes.flatMap((prefix) => [`${prefix}_hi`, `${prefix}_lo`]) as ColumnName[];
  const columns = allocate(names, most);
  let rows = 0;
  for (const chunk of chunks)
    for (const row of chunk) {
      for (const [at, prefix] of prefixes.entries()) put(columns, prefix, rows, row[at] as Uint8Array | null);
      rows++;
    }
  return { rows, columns: cut(columns, rows), metadata: [] };
}

type Columns = Partial<Record<ColumnName, TypedArray>>;

function allocate(names: readonly ColumnName[], rows: number): Columns {
  return Object.fromEntries(names.map((name) => [name, allocateColumn(name, rows) as TypedArray]));
}

function cut(columns: Columns, rows: number): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.length === rows ? column : column.slice(0, rows)]),
  );
}

function fill(
  column: TypedArray,
  from: number,
  chunk: readonly (readonly Stored[])[],
  at: number,
  unknown: number,
): void {
  for (let index = 0; index < chunk.length; index++)
    column[from + index] = ((chunk[index] as readonly Stored[])[at] as number | null) ?? unknown;
}

/** The first 8 bytes of a digest into its two columns; 0, 0 where there is none. */
function put(columns: Columns, prefix: string, row: number, digest: Uint8Array | null): void {
  (columns[`${prefix}_hi` as ColumnName] as TypedArray)[row] = digest === null ? 0 : wordAt(digest, 0);
  (columns[`${prefix}_lo` as ColumnName] as TypedArray)[row] = digest === null ? 0 : wordAt(digest, 4);
}

function wordAt(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function unknownOf(name: ColumnName): number {
  const kind = COLUMNS[name];
  return kind === "f64" ? Number.NaN : kind === "i32" ? -1 : 0;
}

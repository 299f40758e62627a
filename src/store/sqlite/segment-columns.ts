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

/** Columns that stand in a row under the same name: codes and counts as they are, null as the column's own unknown. */
const SAME_NAME = (Object.keys(COLUMNS) as ColumnName[]).filter((name) => name in AT && name !== "metadata");
const HASHES = { request: "request_hash", prompt: "prompt_hash", answer: "answer_hash" } as const;

/** Turns stored rows (by `ROW_COLUMNS`) into columns. */
export function buildColumns(source: Iterable<readonly Stored[]>, most: number, strings: Strings): BuiltColumns {
  const columns = Object.fromEntries(
    (Object.keys(COLUMNS) as ColumnName[]).map((name) => [name, allocateColumn(name, most) as TypedArray]),
  ) as Record<ColumnName, TypedArray>;
  const same = SAME_NAME.map((name) => ({
    at: AT[name as RowColumn],
    column: columns[name],
    unknown: unknownOf(name),
  }));
  const put = (high: ColumnName, low: ColumnName, row: number, digest: Uint8Array | null): void => {
    columns[high][row] = digest === null ? 0 : wordAt(digest, 0);
    columns[low][row] = digest === null ? 0 : wordAt(digest, 4);
  };
  const sticky = stickyDigests(strings);
  const metadata = new Map<string, number>();
  let rows = 0;
  for (const stored of source) {
    for (const { at, column, unknown } of same) column[rows] = (stored[at] as number | null) ?? unknown;
    const id = decodeId(stored[AT.request_id] as Uint8Array | string);
    const idDigest = sha256(id);
    put("id_hi", "id_lo", rows, idDigest);
    put("sticky_hi", "sticky_lo", rows, sticky(stored) ?? idDigest);
    for (const [prefix, column] of Object.entries(HASHES))
      put(`${prefix}_hi` as ColumnName, `${prefix}_lo` as ColumnName, rows, stored[AT[column]] as Uint8Array | null);
    const text = (stored[AT.metadata] as string | null) ?? "{}";
    let code = metadata.get(text);
    if (code === undefined) metadata.set(text, (code = metadata.size));
    columns.metadata[rows] = code;
    rows++;
  }
  if (rows < most)
    for (const name of Object.keys(columns) as ColumnName[]) columns[name] = columns[name].slice(0, rows);
  return { rows, columns, metadata: [...metadata.keys()] };
}

function unknownOf(name: ColumnName): number {
  const kind = COLUMNS[name];
  return kind === "f64" ? Number.NaN : kind === "i32" ? -1 : 0;
}

/** Digest of a row's session, else its end user; null where the request itself is the sticky key. */
function stickyDigests(strings: Strings): (row: readonly Stored[]) => Uint8Array | null {
  const known = { session: new Map<number, Uint8Array>(), end_user: new Map<number, Uint8Array>() };
  return (row) => {
    for (const kind of ["session", "end_user"] as const) {
      const code = row[AT[kind]] as number | null;
      if (code === null) continue;
      let digest = known[kind].get(code);
      if (digest === undefined) known[kind].set(code, (digest = sha256(strings.text(kind, code))));
      return digest;
    }
    return null;
  };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

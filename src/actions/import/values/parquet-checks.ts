import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Compressors, FileMetaData, SchemaTree, snappyUncompress } from "hyparquet";
import { OperatorError } from "../../../core/errors.ts";
import { refuseBomb } from "../bomb-watch.ts";
import { unpackHadoopLz4, unpackLz4Block } from "./lz4.ts";

/** A group is held whole, column by column; writers make them of a million rows or fewer. */
const MOST_ROWS_OF_GROUP = 16 << 20;

/** Throws `file_unreadable` where what the end of the file says about its rows cannot be: too many for a group, or other than its columns hold. */
export function refuseFalseCounts(metadata: FileMetaData, schema: SchemaTree, file: string): void {
  const refuse = (what: string, field: string | null, hint = WRITE_AGAIN): never => {
    throw new OperatorError("file_unreadable", `the Parquet file contradicts itself: ${what}`, {
      file,
      ...(field === null ? {} : { field }),
      hint,
    });
  };
  let rows = 0n;
  for (const [at, group] of metadata.row_groups.entries()) {
    const said = `row group ${at + 1} has ${count(group.num_rows)} rows`;
    if (group.num_rows < 0n || group.num_rows > MOST_ROWS_OF_GROUP) {
      refuse(`${said}, expected at most ${count(MOST_ROWS_OF_GROUP)}`, null, "Write it again in smaller row groups.");
    }
    for (const { meta_data: column } of group.columns) {
      if (column === undefined || repeats(schema, column.path_in_schema)) continue;
      const field = column.path_in_schema.join(".");
      if (column.num_values !== group.num_rows) {
        refuse(`${said} and ${count(column.num_values)} values of ${field}`, field);
      }
    }
    rows += group.num_rows;
  }
  if (rows !== metadata.num_rows) refuse(`${count(metadata.num_rows)} rows, ${count(rows)} in its row groups`, null);
}

/** For a row group whose pages end before it should. @param group from 0 */
export function fewerRows(group: number, said: number, held: number, file: string): OperatorError {
  const message = `the Parquet file contradicts itself: row group ${group + 1} has ${count(said)} rows and holds ${count(held)}`;
  return new OperatorError("file_unreadable", message, { file, hint: WRITE_AGAIN });
}

const WRITE_AGAIN = "Fetch or write the file again; rows already in are not doubled.";

/** A column in or below a list has more values than there are rows, or fewer. */
function repeats(schema: SchemaTree, path: readonly string[]): boolean {
  let at: SchemaTree | undefined = schema;
  for (const name of path) {
    at = at.children.find(({ element }) => element.name === name);
    if (at === undefined || at.element.repetition_type === "REPEATED") return true;
  }
  return false;
}

/** Every codec but LZO, none of which may unpack to more than its page says, or to more than a log can. */
export function pageUnpackers(unpackSnappy: typeof snappyUncompress, file: string): Compressors {
  const checked =
    (kind: string, unpack: (page: Uint8Array, size: number) => Uint8Array) =>
    (page: Uint8Array, size: number): Uint8Array => {
      refuseBomb(size, page.length, file, kind);
      return unpack(page, size);
    };
  const atMost = (size: number): { maxOutputLength: number } => ({ maxOutputLength: Math.max(1, size) });
  return {
    GZIP: checked("gzip", (page, size) => gunzipSync(page, atMost(size))),
    ZSTD: checked("zstd", (page, size) => zstdDecompressSync(page, atMost(size))),
    BROTLI: checked("brotli", (page, size) => brotliDecompressSync(page, atMost(size))),
    SNAPPY: checked("snappy", (page, size) => {
      const out = new Uint8Array(size);
      unpackSnappy(page, out);
      return out;
    }),
    LZ4_RAW: checked("lz4", unpackLz4Block),
    LZ4: checked("lz4", unpackHadoopLz4),
  };
}

function count(amount: number | bigint): string {
  return amount.toLocaleString("en-US");
}

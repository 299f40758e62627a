import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Compressors } from "hyparquet";
import { OperatorError } from "../../../core/errors.ts";
import { TableRow } from "../../../importers/index.ts";
import type { LogValue, ReadValues } from "./log-value.ts";

const ROWS_AT_ONCE = 5000;

/** Codecs beside those that the reader knows itself (none, Snappy). */
const COMPRESSORS: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** Parquet. Its end tells where everything stands, so that the bytes wait in a temporary file; rows are read some at a time. */
export const parquetRows: ReadValues = async function* (chunks, name) {
  const folder = mkdtempSync(join(tmpdir(), "understudy-parquet-"));
  const file = join(folder, "rows.parquet");
  try {
    await pipeline(Readable.from(chunks), createWriteStream(file));
    yield* rowsOf(file, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function* rowsOf(path: string, name: string): AsyncIterable<readonly LogValue[]> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    let first = 0;
    for (const group of metadata.row_groups) {
      const end = first + Number(group.num_rows);
      for (let rowStart = first; rowStart < end; rowStart += ROWS_AT_ONCE) {
        const rowEnd = Math.min(end, rowStart + ROWS_AT_ONCE);
        const rows = await parquetReadObjects({
          file,
          metadata,
          rowStart,
          rowEnd,
          compressors: COMPRESSORS,
          useOffsetIndex: true,
        });
        yield rows.map((row, at) => ({
          kind: "value",
          number: rowStart + at + 1,
          value: new TableRow(plain(row) as Readonly<Record<string, unknown>>),
          characters: 0,
        }));
      }
      first = end;
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const cut = /footer|metadata|magic|length/iu.test(reason);
    throw new OperatorError(cut ? "file_truncated" : "file_unreadable", `the Parquet file cannot be read: ${reason}`, {
      file: name,
    });
  }
}

/** Values as JSON knows them: dates as ISO 8601, whole numbers that a double cannot hold as text, bytes as text. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

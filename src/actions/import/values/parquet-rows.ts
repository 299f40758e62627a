import { isUtf8 } from "node:buffer";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperatorError } from "../../../core/errors.ts";
import { TableRow } from "../../../importers/index.ts";
import type { LogValue, ReadValues } from "./log-value.ts";
import { fewerRows, pageUnpackers, refuseFalseCounts } from "./parquet-checks.ts";

const ROWS_AT_ONCE = 5000;

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
  const hyparquet = await import("hyparquet");
  try {
    const file = await hyparquet.asyncBufferFromFile(path);
    const metadata = await hyparquet.parquetMetadataAsync(file);
    refuseFalseCounts(metadata, hyparquet.parquetSchema(metadata), name);
    const compressors = pageUnpackers(hyparquet.snappyUncompress, name);
    let first = 0;
    for (const [at, group] of metadata.row_groups.entries()) {
      const end = first + Number(group.num_rows);
      for (let rowStart = first; rowStart < end; rowStart += ROWS_AT_ONCE) {
        const rowEnd = Math.min(end, rowStart + ROWS_AT_ONCE);
        const rows = await hyparquet.parquetReadObjects({
          file,
          metadata,
          rowStart,
          rowEnd,
          compressors,
          parsers: { stringFromBytes: textOf },
          useOffsetIndex: true,
        });
        const ended = rows.findIndex((row) => Object.values(row).every((value) => value === undefined));
        yield rows
          .slice(0, ended === -1 ? rows.length : ended)
          .map((row, behind) => valueOf(row, rowStart + behind + 1));
        if (ended !== -1) throw fewerRows(at, end - first, rowStart + ended - first, name);
      }
      first = end;
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const cut = /footer|metadata|magic|length/iu.test(reason);
    throw new OperatorError(cut ? "file_truncated" : "file_unreadable", `the Parquet file cannot be read: ${reason}`, {
      file: name,
      ...(cut ? {} : { hint: hintOf(reason) }),
    });
  }
}

function hintOf(reason: string): string {
  return /unsupported|not supported|unhandled/iu.test(reason)
    ? "Write it again without that, for example with zstd, and with columns of texts, numbers and times only."
    : "Fetch or write the file again; rows already in are not doubled.";
}

function valueOf(row: Readonly<Record<string, unknown>>, number: number): LogValue {
  const [column] = Object.entries(row).find(([, value]) => value === NO_TEXT) ?? [];
  if (column !== undefined) {
    return { kind: "problem", number, problem: `the column ${column} is not UTF-8 text`, expected: "texts as UTF-8" };
  }
  return { kind: "value", number, value: new TableRow(plain(row) as Readonly<Record<string, unknown>>), characters: 0 };
}

/** Stands where a text should, so that its row is told and the others go in. */
const NO_TEXT = Symbol("not UTF-8");

function textOf(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8") : NO_TEXT;
}

/** Values as JSON knows them: dates as ISO 8601, no number as null, whole numbers that a double cannot hold as text, bytes as text. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value !== "object" || value === null) return Number.isNaN(value) ? null : value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

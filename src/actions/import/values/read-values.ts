import { firstBytes } from "./first-bytes.ts";
import { csvRows, looksLikeCsv } from "./csv-rows.ts";
import { jsonDocument } from "./json-document.ts";
import { jsonLines } from "./json-lines.ts";
import type { LogValue, ReadValues } from "./log-value.ts";
import { parquetRows } from "./parquet-rows.ts";

/** Enough to see what a file is written in. */
const LOOKED_AT = 16 << 10;

/** Reads plain bytes as values, in whatever the first of them say that they are written in. */
export async function* readValues(chunks: AsyncIterable<Uint8Array>, name: string): AsyncIterable<readonly LogValue[]> {
  const { head, rest } = await firstBytes(chunks, LOOKED_AT);
  yield* readerOf(head, name)(rest, name);
}

function readerOf(head: Uint8Array, name: string): ReadValues {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, LOOKED_AT));
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1") return parquetRows;
  // UTF-16, whatever is written in it: lines refuse it, and say so.
  if ((bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe) return jsonLines;
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF/u, "")
    .trimStart();
  const end = text.search(/\r?\n/u);
  const line = end === -1 ? text : text.slice(0, end);
  if (/^[[{]/u.test(text)) return goesOnBelow(line, end !== -1) ? jsonDocument : jsonLines;
  return looksLikeCsv(line, name) ? csvRows : jsonLines;
}

/** Whether the first line is the beginning of a document on several lines, or of a list too long to be looked at. */
function goesOnBelow(line: string, whole: boolean): boolean {
  return whole ? /[[{,]\s*$/u.test(line) : line.startsWith("[");
}

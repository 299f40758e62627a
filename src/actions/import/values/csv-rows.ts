import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { OperatorError } from "../../../core/errors.ts";
import { TableRow } from "../../../importers/index.ts";
import { MAXIMUM_LINE_BYTES } from "../log-lines.ts";
import { firstBytes } from "./first-bytes.ts";
import type { LogValue, ReadValues } from "./log-value.ts";

const DELIMITERS = [",", ";", "\t"] as const;
const LINE_FEED = 10;
const ROWS_AT_ONCE = 500;
const HEADER_BYTES = 16 << 10;
const EXPECTED = "a row with as many cells as the header";

/** Whether a first line is the header of a table: by the file's name and two columns, or by three or more that are called like columns. */
export function looksLikeCsv(line: string, name: string): boolean {
  const columns = line.split(delimiterOf(line)).map((column) => column.replace(/^"(.*)"$/u, "$1"));
  if (/\.(?:csv|tsv)(?:\.|$)/iu.test(name)) return columns.length >= 2;
  const [first = "", ...others] = columns;
  // A data frame's index has no name.
  const called = first === "" ? others : columns;
  return columns.length >= 3 && called.every((column) => /^[\p{L}\p{N}_ .:/()[\]$%#-]{1,64}$/u.test(column));
}

function delimiterOf(line: string): string {
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** CSV with a header (RFC 4180), its delimiter found out; a row that does not fit is told by its line. */
export const csvRows: ReadValues = async function* (chunks, name) {
  let problems: LogValue[] = [];
  let stopped: Error | null = null;
  /** Ends the rows without flushing the parser: what it has of the next one is no row. */
  const stop = (error: Error): void => {
    if (stopped === null) parser.push(null);
    stopped ??= error;
    input.unpipe(parser);
  };
  const { head, rest } = await firstBytes(chunks, HEADER_BYTES);
  const parser = parse({
    bom: true,
    columns: (header: string[]) => namedColumns(header, name),
    delimiter: delimiterOf(Buffer.from(head).toString("utf8").split(/\r?\n/u, 1)[0] ?? ""),
    info: true,
    max_record_size: MAXIMUM_LINE_BYTES,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  parser.on("skip", (error: CsvError) => {
    // The parser drops what follows such a row, ends of rows included.
    if (error.code === "CSV_MAX_RECORD_SIZE") stop(tooLong(error, name));
    else problems.push(problemOf(error));
  });
  const input = Readable.from(utf8Only(rest, name));
  input.on("error", (error) => stop(error));
  input.pipe(parser);
  const beginOf = beginnings();
  let rows: LogValue[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      rows.push({ kind: "value", number: beginOf(record, info.lines), value: new TableRow(record), characters: 0 });
      if (rows.length < ROWS_AT_ONCE) continue;
      yield [...rows, ...problems];
      rows = [];
      problems = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.push(problemOf(error));
  } finally {
    input.destroy();
  }
  if (rows.length + problems.length > 0) yield [...rows, ...problems];
  if (stopped !== null) throw stopped as Error;
};

/** Tells the line that a row begins in from the one that the parser has come to, which takes a CRLF within a cell for two. */
function beginnings(): (record: CsvRecord["record"], lines: number) => number {
  let before = 1;
  let excess = 0;
  return (record, lines) => {
    let breaks = 0;
    let double = 0;
    // Most rows stand on one line, and their texts need not be looked through.
    if (lines > before + 1) {
      for (const cell of Object.values(record)) {
        breaks += countOf(cell, "\n") + countOf(cell, "\r");
        double += countOf(cell, "\r\n");
      }
    }
    before = lines;
    const begin = lines - breaks - excess;
    excess += double;
    return begin;
  };
}

function countOf(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) found++;
  return found;
}

function tooLong(error: CsvError, file: string): OperatorError {
  const column = "column" in error && typeof error["column"] === "string" ? error["column"] : undefined;
  const megabytes = Math.round(MAXIMUM_LINE_BYTES / (1 << 20));
  return new OperatorError("file_unreadable", `the row is longer than ${megabytes} MB`, {
    file,
    line: lineOf(error),
    ...(column === undefined ? {} : { field: column }),
    hint: "Close the quote that is open there, or leave the row out.",
  });
}

function lineOf(error: CsvError): number {
  return "lines" in error && typeof error["lines"] === "number" ? error["lines"] : 1;
}

function problemOf(error: CsvError): LogValue {
  const problem =
    error.code === "CSV_QUOTE_NOT_CLOSED" ? "not CSV: the file ends inside a quoted cell" : `not CSV: ${error.message}`;
  return { kind: "problem", number: lineOf(error), problem, expected: EXPECTED };
}

/** The names of the columns without white space around them; one without a name is left out, as nothing can ask for it. */
function namedColumns(header: readonly string[], file: string): (string | false)[] {
  const names = header.map((column) => column.trim());
  const twice = names.find((column, at) => column !== "" && names.indexOf(column) !== at);
  if (twice === undefined) return names.map((column) => column !== "" && column);
  throw new OperatorError("record_invalid", `two columns are called ${JSON.stringify(twice)}`, {
    file,
    line: 1,
    field: twice,
    hint: "Give each column a name of its own.",
  });
}

async function* utf8Only(chunks: AsyncIterable<Uint8Array>, file: string): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let line = 1;
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(chunk, { stream });
    } catch {
      line += linesOfText(chunk);
      throw new OperatorError("file_unreadable", "the text is not UTF-8", {
        file,
        line,
        hint: `Convert it first, for example: \`iconv -f latin1 -t utf-8 ${file} | understudy import -\`.`,
      });
    }
  };
  for await (const chunk of chunks) {
    const text = decode(chunk, true);
    yield text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) line++;
  }
  yield decode(new Uint8Array(0), false);
}

/** Line ends before the first line that is not UTF-8. */
function linesOfText(chunk: Uint8Array): number {
  let lines = 0;
  let start = 0;
  for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
    if (!isUtf8(chunk.subarray(start, end))) break;
    lines++;
    start = end + 1;
  }
  return lines;
}

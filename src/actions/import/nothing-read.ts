import { counted } from "../../core/counts.ts";
import { OperatorError } from "../../core/errors.ts";
import type { ImportOptions } from "./options.ts";
import type { ImportTally } from "./report.ts";

/** What stopped a file, with how much of it was read before. */
export function withRows(error: OperatorError, tally: ImportTally, check: boolean): OperatorError {
  if (tally.read === 0) return error;
  const rows = counted(tally.read, "row");
  const message = `${error.message}; ${rows} before that point ${check ? "could be read" : tally.read === 1 ? "is in" : "are in"}`;
  return new OperatorError(error.code, message, { ...error.place, hint: error.hint });
}

/** Why a file gave no row at all, from the first line that could have; null where it held sound records that are no calls. */
export function nothingRead(
  file: string,
  format: string | null,
  tally: ImportTally,
  options: ImportOptions,
): OperatorError | null {
  const first = tally.skipped_lines[0];
  if (first === undefined) {
    if (Object.keys(tally.other).length > 0) return null;
    return new OperatorError("format_unknown", "the file holds no record", {
      file,
      hint: "Expected JSON records (a line each, or a document), CSV with a header, or Parquet.",
    });
  }
  const place = { file, line: first.line, ...(first.field === null ? {} : { field: first.field }) };
  const message = `no line of the file is a record; the first: ${first.message}`;
  if (first.message.startsWith("not JSON") && tally.skipped > 1) {
    return new OperatorError("not_json", message, {
      ...place,
      hint: "Expected JSON records (a line each, or a document), CSV with a header, or Parquet.",
    });
  }
  if (format === null)
    return new OperatorError("format_unknown", message, {
      ...place,
      hint: `Expected ${first.expected}; anything else is read by its columns, for example with \`--map created_at=ts,model=llm,input_tokens=in\`.`,
    });
  const meant =
    options.format === undefined && options.mapping.length === 0
      ? ` (read as ${format}; name another with --format)`
      : "";
  return new OperatorError("record_invalid", message, { ...place, hint: `Expected ${first.expected}${meant}.` });
}

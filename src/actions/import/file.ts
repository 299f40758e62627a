import { counted } from "../../core/counts.ts";
import { OperatorError } from "../../core/errors.ts";
import { IMPORTERS, sniffImporter } from "../../importers/index.ts";
import { decompress } from "./decompress.ts";
import { importBatch } from "./batch.ts";
import type { ImportOptions, ImportWorld } from "./options.ts";
import { IMPORT_IDENTITY } from "./identity.ts";
import { emptyTally, tallyRow, tallySkip, type FileReport, type ImportTally } from "./report.ts";
import { logLines, type LogLine } from "./log-lines.ts";
import type { LogSource } from "../log-source.ts";
import { priceExchange } from "../price-exchange.ts";
import { recordReader, type RecordReader } from "./record-reader.ts";
import { untilAborted } from "./until-aborted.ts";

/**
 * Reads one source into the store; what stops it is its report's `error`, and the rows before that point stay in.
 * @param onBytes told every chunk's length, packed where the source is
 */
export async function importFile(
  source: LogSource,
  options: ImportOptions,
  world: ImportWorld,
  onBytes: (bytes: number) => void,
): Promise<FileReport> {
  const tally = emptyTally();
  for (const { name } of options.outcomes) tally.outcomes[name] = 0;
  const batch = importBatch(world.store?.traffic ?? null, tally);
  const reader = recordReader({
    importers: IMPORTERS,
    sniff: sniffImporter,
    format: options.format,
    outcomes: options.outcomes,
    context: { project: options.project, ...IMPORT_IDENTITY },
  });
  const importLine = (line: LogLine): void => {
    for (const record of reader.read(line)) {
      if (record.kind === "skip") {
        const { field, message, expected } = record;
        tallySkip(tally, { file: source.name, line: line.number, field, message, expected });
        continue;
      }
      const priced = priceExchange(record.exchange, world.prices);
      tallyRow(tally, priced);
      batch.push(priced.exchange, record.outcomes);
    }
  };
  let error: OperatorError | null = null;
  try {
    const plain = metered(decompress(metered(source.open(), onBytes), source.name), (bytes) => (tally.bytes += bytes));
    for await (const lines of logLines(untilAborted(plain, world.signal), source.name)) {
      for (const line of lines) importLine(line);
      if (world.signal?.aborted === true) break;
    }
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown;
    error = thrown;
  }
  batch.flush();
  if (error !== null) error = withRows(error, tally, world.store === null);
  else if (tally.read === 0 && world.signal?.aborted !== true) error = nothingRead(source.name, reader, tally, options);
  return { file: source.name, format: reader.format(), error, ...tally };
}

async function* metered(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

function withRows(error: OperatorError, tally: ImportTally, dryRun: boolean): OperatorError {
  if (tally.read === 0) return error;
  const rows = counted(tally.read, "row");
  const message = `${error.message}; ${rows} before that point ${dryRun ? "could be read" : tally.read === 1 ? "is in" : "are in"}`;
  return new OperatorError(error.code, message, { ...error.place, hint: error.hint });
}

/** Why a file gave no row at all, from the first line that could have. */
function nothingRead(file: string, reader: RecordReader, tally: ImportTally, options: ImportOptions): OperatorError {
  const first = tally.skipped_lines[0];
  if (first === undefined) {
    return new OperatorError("format_unknown", "the file holds no record", {
      file,
      hint: "Expected one JSON record a line (JSONL).",
    });
  }
  const place = { file, line: first.line, ...(first.field === null ? {} : { field: first.field }) };
  const message = `no line of the file is a record; the first: ${first.message}`;
  if (first.message.startsWith("not JSON") && tally.skipped > 1) {
    return new OperatorError("not_json", message, {
      ...place,
      hint: `Expected one JSON record a line (JSONL). One pretty-printed document becomes that with \`jq -c '.[]? // .' ${file}\`.`,
    });
  }
  const format = reader.format();
  if (format === null)
    return new OperatorError("format_unknown", message, { ...place, hint: `Expected ${first.expected}.` });
  const meant = options.format === undefined ? ` (read as ${format}; name another with --format)` : "";
  return new OperatorError("record_invalid", message, { ...place, hint: `Expected ${first.expected}${meant}.` });
}

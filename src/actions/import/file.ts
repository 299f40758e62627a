import { OperatorError } from "../../core/errors.ts";
import type { ImportContext } from "../../importers/importer.ts";
import type { LogSource } from "../log-source.ts";
import { decompress } from "./decompress.ts";
import type { FileRows } from "./file-rows.ts";
import { formatFinder, type KnownFormat } from "./known-format.ts";
import type { LogValue } from "./values/log-value.ts";
import { readValues } from "./values/read-values.ts";
import type { Nesting } from "./nesting.ts";
import type { ImportOptions, ImportWorld } from "./options.ts";
import type { PartRow } from "../../store/set-aside.ts";
import { recordReader, type RecordReader } from "./record-reader.ts";
import { untilAborted } from "./until-aborted.ts";

/** What one file is read with. */
export interface ReadingFile {
  readonly options: ImportOptions;
  readonly context: ImportContext;
  readonly rows: FileRows;
  readonly nesting: Nesting;
  /** Takes a record that waits for the others of its call. */
  readonly putPart: (part: PartRow) => void;
  /** Waited for between chunks. */
  readonly ready: () => Promise<void>;
  /** Told every chunk's length, packed where the source is. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: ImportWorld["signal"];
}

/** What a file was, once it is read; what stopped it is in `error`, and the rows before that point stay in. */
export interface ReadFile {
  readonly format: KnownFormat | null;
  readonly error: OperatorError | null;
}

/** Reads one source to its end, or to where it cannot be read on. */
export async function readFile(source: LogSource, reading: ReadingFile): Promise<ReadFile> {
  const { rows, options, context } = reading;
  let reader: RecordReader | null = null;
  let format: KnownFormat | null = null;
  let error: OperatorError | null = null;

  const read = (one: LogValue): void => {
    if (one.kind === "problem") {
      rows.take({ kind: "skip", field: null, message: one.problem, expected: one.expected }, one.number);
    } else if (format === null) {
      rows.take({ kind: "skip", ...OF_NO_FORMAT }, one.number);
    } else {
      reader ??= recordReader(format.importer, options.outcomes, context, reading.nesting);
      for (const record of reader.readValue(one.value)) {
        if (record.kind === "part") {
          rows.tally.parts++;
          reading.putPart({
            importer: format.importer.name,
            key: record.part.key,
            name: record.part.name,
            record: record.record,
            file: source.name,
            line: one.number,
          });
        } else rows.take(record, one.number);
      }
    }
  };

  try {
    const finder = formatFinder(options.format, options.mapping, source.name);
    const plain = metered(
      decompress(metered(source.open(), reading.onBytes), source.name),
      (bytes) => (rows.tally.bytes += bytes),
    );
    const take = (values: readonly LogValue[]): void => {
      format = finder.format();
      for (const one of values) read(one);
    };
    for await (const values of readValues(untilAborted(plain, reading.signal), source.name)) {
      const interrupted = reading.signal?.aborted === true;
      // The last one may be half a record, which in CSV cannot be told from a whole one.
      for (const one of interrupted ? values.slice(0, -1) : values) take(finder.push(one));
      await reading.ready();
      if (interrupted) break;
    }
    take(finder.end());
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown;
    error = thrown;
  }
  rows.flush();
  return { format, error };
}

const OF_NO_FORMAT = {
  field: null,
  message: "the record is of no known format",
  expected: "a record of one of the formats in `understudy help import`",
};

async function* metered(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

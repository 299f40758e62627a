import { OperatorError } from "../../core/errors.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { ImportContext, Importer } from "../../importers/importer.ts";
import { readPath } from "../../importers/index.ts";
import type { SuppliedOutcome } from "../../store/traffic.ts";
import type { LogLine } from "./log-lines.ts";

/** `--outcome NAME=PATH`: a score or label that stands in the record itself. */
export interface OutcomePath {
  readonly name: string;
  readonly path: string;
}

/** What a line gave: exchanges with their outcomes, or why not. A line holding an array gives several. */
export type LineRecord =
  | { readonly kind: "row"; readonly exchange: Exchange; readonly outcomes: readonly SuppliedOutcome[] }
  | { readonly kind: "skip"; readonly field: string | null; readonly message: string; readonly expected: string };

/** Turns lines of one file into records; the format is the given one, or that of the first record an importer knows. */
export interface RecordReader {
  /** Null until it is known. */
  format(): string | null;
  read(line: LogLine): readonly LineRecord[];
}

export interface RecordReaderOptions {
  readonly importers: readonly Importer[];
  readonly sniff: (record: unknown) => Importer | null;
  readonly format: string | undefined;
  readonly outcomes: readonly OutcomePath[];
  readonly context: ImportContext;
}

/** Throws `format_unknown` for a format name nobody reads. */
export function recordReader(options: RecordReaderOptions): RecordReader {
  let importer = options.format === undefined ? null : importerNamed(options.importers, options.format);

  const readRecord = (record: unknown): LineRecord => {
    if (importer === null) {
      importer = options.sniff(record);
      if (importer === null) {
        const names = options.importers.map((known) => known.name).join(", ");
        return {
          kind: "skip",
          field: null,
          message: "the record is of no known format",
          expected: `a record of ${names}`,
        };
      }
    }
    const result = importer.read(record, options.context);
    if (result.kind === "skipped") {
      return { kind: "skip", field: result.field, message: result.message, expected: result.expected };
    }
    const { exchange } = result;
    const source = importer.name;
    const outcomes: SuppliedOutcome[] = (result.outcomes ?? []).map(({ name, value }) => ({
      request_id: exchange.request_id,
      name,
      value,
      source,
    }));
    for (const { name, path } of options.outcomes) {
      const value = outcomeValue(readPath(record, path));
      if (value !== null) outcomes.push({ request_id: exchange.request_id, name, value, source });
    }
    return { kind: "row", exchange, outcomes };
  };

  return {
    format: () => importer?.name ?? null,
    read(line) {
      if (line.problem !== null) {
        return [
          {
            kind: "skip",
            field: null,
            message: line.problem,
            expected: "one JSON record of at most 64 MB a line, as UTF-8",
          },
        ];
      }
      let parsed: unknown;
      try {
        parsed = JSON.parse(line.text);
      } catch (error) {
        return [{ kind: "skip", field: null, message: notJson(error), expected: "one JSON record a line" }];
      }
      return Array.isArray(parsed) ? parsed.map(readRecord) : [readRecord(parsed)];
    },
  };
}

/** Why a line is not JSON, without the position within it, which reads like a position in the file. */
export function notJson(error: unknown): string {
  const reason = error instanceof Error ? error.message.replace(/ (in JSON )?at position.*$/su, "") : String(error);
  return `not JSON: ${reason}`;
}

/** Numbers and texts as they are, booleans as 0 and 1; null for what is no score or label. */
function outcomeValue(value: unknown): number | string | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return typeof value === "string" && value !== "" ? value : null;
}

function importerNamed(importers: readonly Importer[], name: string): Importer {
  const found = importers.find((importer) => importer.name === name);
  if (found !== undefined) return found;
  const names = importers.map((importer) => importer.name).join(", ");
  throw new OperatorError("format_unknown", `no importer is called ${JSON.stringify(name)}`, {
    field: "--format",
    hint: `Expected one of: ${names}.`,
  });
}

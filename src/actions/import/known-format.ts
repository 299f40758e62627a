import { OperatorError } from "../../core/errors.ts";
import { objectOf } from "../../core/json.ts";
import type { Importer } from "../../importers/importer.ts";
import { IMPORTERS, mappedImporter, readPath, recogniseFormat, TableRow, type Mapping } from "../../importers/index.ts";
import type { LogValue } from "./values/log-value.ts";

/** The importer of a file, and what it was known by; `because` is null where it was named. */
export interface KnownFormat {
  readonly importer: Importer;
  readonly because: string | null;
}

/** Names the format of a file, from its first values or from what the operator said. */
export interface FormatFinder {
  /** Null until it is known. */
  format(): KnownFormat | null;
  /** Values to be read, in order: none while the first ones are collected, then those and every later one at once. */
  push(value: LogValue): readonly LogValue[];
  /** The rest, at the end of the file. */
  end(): readonly LogValue[];
}

/** Throws `format_unknown` for a name nobody reads; `push` and `end` throw `format_ambiguous`. */
export function formatFinder(named: string | undefined, mapping: readonly Mapping[], file: string): FormatFinder {
  let format: KnownFormat | null =
    mapping.length > 0
      ? { importer: mappedImporter(mapping), because: null }
      : named === undefined
        ? null
        : { importer: importerNamed(named), because: null };
  let unchecked = mapping.length > 0;
  let head: LogValue[] = [];
  let characters = 0;

  const decide = (): readonly LogValue[] => {
    const values = head;
    head = [];
    characters = 0;
    const found = recogniseFormat(values.flatMap((one) => (one.kind === "value" ? [one.value] : [])));
    if (found.kind === "ambiguous") throw ambiguous(found.candidates, file, values[0]?.number ?? 1);
    if (found.kind === "known") format = { importer: found.importer, because: found.because };
    return values;
  };

  return {
    format: () => format,
    push(value) {
      if (unchecked && value.kind === "value") {
        refuseUnknownColumns(mapping, value, file);
        unchecked = false;
      }
      if (format !== null) return [value];
      head.push(value);
      characters += value.kind === "value" ? value.characters : 0;
      return head.length < HEAD_VALUES && characters < HEAD_CHARACTERS ? [] : decide();
    },
    end: () => (format === null ? decide() : []),
  };
}

/** A column that the first record has not is a mistake in the mapping, told before anything goes in. */
function refuseUnknownColumns(mapping: readonly Mapping[], first: LogValue, file: string): void {
  const value = first.kind === "value" ? first.value : null;
  const record = objectOf(value instanceof TableRow ? value.cells : Array.isArray(value) ? value[0] : value);
  const absent = mapping.find(({ column }) => record[column] === undefined && readPath(record, column) === undefined);
  // A member of JSON may be left out where it holds nothing; a table has all its columns in every row.
  if (absent === undefined || !(value instanceof TableRow)) return;
  throw new OperatorError("record_invalid", `there is no column ${JSON.stringify(absent.column)} for ${absent.field}`, {
    file,
    line: first.number,
    field: absent.column,
    hint: `Columns are ${Object.keys(record).join(", ")}.`,
  });
}

const HEAD_VALUES = 20;
const HEAD_CHARACTERS = 16 << 20;

function ambiguous(candidates: readonly string[], file: string, line: number): OperatorError {
  return new OperatorError("format_ambiguous", `the first records could be ${candidates.join(" or ")}`, {
    file,
    line,
    hint: `Say which: ${candidates.map((name) => `--format ${name}`).join(" or ")}.`,
  });
}

/** Throws `format_unknown` for a name nobody reads. */
export function importerNamed(name: string): Importer {
  const found = IMPORTERS.find((importer) => importer.name === name);
  if (found !== undefined) return found;
  const names = IMPORTERS.map((importer) => importer.name).join(", ");
  throw new OperatorError("format_unknown", `no importer is called ${JSON.stringify(name)}`, {
    field: "--format",
    hint: `Expected one of: ${names}.`,
  });
}

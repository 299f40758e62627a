import type { Exchange } from "../../core/exchange.ts";
import type { ImportContext, Importer, Part } from "../../importers/importer.ts";
import { IMPORTERS, readPath, recordsOf, SURE_ENOUGH } from "../../importers/index.ts";
import type { SuppliedOutcome } from "../../store/traffic.ts";
import { openNesting, type Nesting } from "./nesting.ts";

/** `--outcome NAME=PATH`: a score or label that stands in the record itself. */
export interface OutcomePath {
  readonly name: string;
  readonly path: string;
}

/** What a record gave: an exchange with its outcomes, a part of one, no call at all, or why it cannot be believed. */
export type ReadRecord =
  | {
      readonly kind: "row";
      readonly exchange: Exchange;
      readonly outcomes: readonly SuppliedOutcome[];
      readonly no_usd: string | null;
    }
  | { readonly kind: "part"; readonly part: Part; readonly record: unknown }
  | { readonly kind: "other"; readonly what: string }
  | { readonly kind: "skip"; readonly field: string | null; readonly message: string; readonly expected: string };

export interface RecordReader {
  /** The records of one value of a file. */
  readValue(value: unknown): readonly ReadRecord[];
  /** All parts of one call. */
  readParts(parts: readonly { readonly name: string; readonly record: unknown }[]): readonly ReadRecord[];
}

/** Turns values of one format into records. @param nesting shared by readers whose records may tell of the same calls */
export function recordReader(
  importer: Importer,
  outcomePaths: readonly OutcomePath[],
  context: ImportContext,
  nesting: Nesting = openNesting(),
): RecordReader {
  const readRecord = (record: unknown): ReadRecord => {
    const result = importer.read(record, context);
    const place = importer.nesting?.(record) ?? null;
    if (result.kind === "other") {
      if (place !== null) nesting.pass(place);
      return result;
    }
    if (result.kind === "skipped") {
      const { field, message, expected } = result;
      return ofAnotherFormat(importer, record) ?? { kind: "skip", field, message, expected };
    }
    const { exchange } = result;
    if (place !== null && nesting.again(place, exchange.dialect)) return { kind: "other", what: SAME_CALL };
    const source = importer.name;
    const outcomes: SuppliedOutcome[] = (result.outcomes ?? []).map(({ name, value }) => ({
      request_id: exchange.request_id,
      name,
      value,
      source,
    }));
    for (const { name, path } of outcomePaths) {
      const value = outcomeValue(readPath(record, path));
      if (value !== null) outcomes.push({ request_id: exchange.request_id, name, value, source });
    }
    return { kind: "row", exchange, outcomes, no_usd: result.no_usd ?? null };
  };

  return {
    readValue: (value) =>
      recordsOf(importer, value).map((record): ReadRecord => {
        const part = importer.joining?.partOf(record) ?? null;
        return part === null ? readRecord(record) : { kind: "part", part, record };
      }),
    readParts: (parts) => (importer.joining?.join(parts) ?? []).map(readRecord),
  };
}

const SAME_CALL = "a call that is in already, told again";

/** A file may hold records of two formats: those of the other one are told as such, not by the field that they lack. */
function ofAnotherFormat(importer: Importer, record: unknown): ReadRecord | null {
  if (importer.sniff(record).sureness >= SURE_ENOUGH) return null;
  const other = IMPORTERS.find((one) => one !== importer && one.sniff(record).sureness >= SURE_ENOUGH);
  if (other === undefined) return null;
  const message = `the record is ${other.name}, in a file that begins as ${importer.name}`;
  return { kind: "skip", field: null, message, expected: "records of one format in a file" };
}

/** Numbers and texts as they are, booleans as 0 and 1; null for what is no score or label. */
function outcomeValue(value: unknown): number | string | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return typeof value === "string" && value !== "" ? value : null;
}

import type { ImportedRecord } from "../importer.ts";

export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
  readonly message: string;
}

/** The reading of one record: the first field that cannot be believed ends it. */
export interface Reading {
  problem: FieldProblem | null;
}

/** What a field holds, short enough for a message. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Notes a field whose value is not what was expected. */
export function reject(reading: Reading, field: string, value: unknown, expected: string): null {
  reading.problem ??= { field, expected, message: `${field} is ${shown(value)}: expected ${expected}` };
  return null;
}

/** A field that a record cannot do without, and that is not there. */
export function missing(field: string, expected: string): FieldProblem {
  return { field, expected, message: `${field} is missing: expected ${expected}` };
}

export function skipped({ field, expected, message }: FieldProblem): ImportedRecord {
  return { kind: "skipped", field, expected, message };
}

/** A record that is no object at all. */
export function notAnObject(record: unknown): ImportedRecord {
  const expected = "a JSON object";
  return { kind: "skipped", field: null, expected, message: `the record is ${shown(record)}: expected ${expected}` };
}

/** No call lasts or costs this much: beyond it lies a mistake, and arithmetic that overflows. */
const MOST = 1e15;

/** A finite number, 0 or more; null where it is missing. */
export function readAmount(reading: Reading, field: string, value: unknown, unit: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && value >= 0 && value <= MOST) return value;
  return reject(reading, field, value, `a believable number of ${unit}, 0 or more`);
}

const MOST_TOKENS = 2 ** 31 - 1;

/** A whole number of tokens, 0 or more; null where it is missing. */
export function readTokens(reading: Reading, field: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS) return value;
  return reject(reading, field, value, WHOLE_TOKENS);
}

export const WHOLE_TOKENS = "a whole number of tokens, 0 or more";

/**
 * Runs a reader, and turns data nested so deep that walking it overflows the stack (some thousands of levels) into a skip.
 */
export function guardDepth<Input extends readonly unknown[]>(
  read: (...input: Input) => ImportedRecord,
): (...input: Input) => ImportedRecord {
  return (...input) => {
    try {
      return read(...input);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const expected = "JSON nested at most some hundreds of levels deep";
      return { kind: "skipped", field: null, expected, message: `the record is nested too deep: expected ${expected}` };
    }
  };
}

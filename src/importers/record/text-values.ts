import { textOf, type JsonObject } from "../../core/json.ts";

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A number that a table writes as text; an empty cell is null, anything else stays as it is. */
export function numberOf(cell: unknown): unknown {
  if (cell === "") return null;
  return typeof cell === "string" && NUMBER.test(cell) ? Number(cell) : cell;
}

/** A yes or no that a table writes as text; null where it is neither. */
export function flagOf(cell: unknown): boolean | null {
  if (typeof cell === "boolean") return cell;
  if (cell === 1 || cell === 0) return cell === 1;
  if (typeof cell !== "string") return null;
  const word = cell.trim().toLowerCase();
  return word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : null;
}

/** An id, a status or a code, which sources write as a number or as text; null where it is neither. */
export function codeOf(given: unknown): string | null {
  return typeof given === "number" ? String(given) : textOf(given);
}

/** A record with some of its members read as numbers. */
export function withNumbers(record: JsonObject, members: readonly string[]): JsonObject {
  const numbers: Record<string, unknown> = {};
  for (const member of members) numbers[member] = numberOf(record[member]);
  return { ...record, ...numbers };
}

/** A row of a table, its empty cells as null: so is what databases write for it. */
export function withNulls(cells: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [name, cell === "" || cell === "\\N" ? null : cell]),
  );
}

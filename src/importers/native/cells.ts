import type { Exchange } from "../../core/exchange.ts";
import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import { BODY_COLUMNS, exportRecord, PLAIN_COLUMNS, type ExportedOutcome } from "./format.ts";

/**
 * How a column of native records stands in a table. `text`: as it is, but as JSON where it could be mistaken (empty, `null`, in quotes, half a
 * character); `json`: as JSON; `number` and `flag`: as themselves where the table knows them.
 */
export type CellKind = "text" | "json" | "number" | "flag";

const JSON_COLUMNS = new Set([
  "tags",
  "metadata",
  "needs",
  "failure",
  "usage",
  "usage_raw",
  "signals",
  "outcomes",
  ...BODY_COLUMNS.map(([name]) => name),
]);
const NUMBERS = new Set(["planned_input_tokens", "latency_ms", "ttft_ms", "cost_logged", "cost_list"]);
const FLAGS = new Set(["stream", "gateway_cache_hit"]);

/** Columns that every row has: where a table leaves one empty, the record leaves it out. */
const NEVER_NULL = new Set([
  "request_id",
  "source",
  "origin",
  "project",
  "tags",
  "metadata",
  "dialect",
  "stream",
  "needs",
  "model_requested",
  "strategy",
  "status",
  "gateway_cache_hit",
  "signals",
  "replayability",
]);

function kindOf(column: string): CellKind {
  if (JSON_COLUMNS.has(column)) return "json";
  return NUMBERS.has(column) ? "number" : FLAGS.has(column) ? "flag" : "text";
}

/** Every column of an exported table, in the order in which they stand. */
export const EXPORT_COLUMNS: readonly { readonly name: string; readonly kind: CellKind }[] = [
  "created_at",
  ...PLAIN_COLUMNS,
  ...BODY_COLUMNS.flatMap(([name]) => [name, `${name}_raw`]),
  "outcomes",
].map((name) => ({ name, kind: kindOf(name) }));

/** One exchange as cells, in the order of the columns; `undefined` = the record has no such member, null = it has, and it is null. */
export function exportCells(
  exchange: Exchange,
  outcomes: readonly ExportedOutcome[] = [],
): readonly (string | number | boolean | null | undefined)[] {
  const record = JSON.parse(exportRecord(exchange, outcomes)) as JsonObject;
  return EXPORT_COLUMNS.map(({ name, kind }) => {
    const value = record[name];
    if (value === undefined || value === null) return value;
    if (kind === "text") return textCell(value as string);
    return kind === "json" ? JSON.stringify(value) : (value as number | boolean);
  });
}

function textCell(text: string): string {
  const mistakable = text === "" || text === "null" || text.startsWith('"') || !text.isWellFormed();
  return mistakable ? JSON.stringify(text) : text;
}

/** A row of a table as a native record. An empty cell of CSV is a member left out; unknown columns stay, to be told. */
export function nativeFromCells(cells: JsonObject): JsonObject {
  const record: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(cells)) {
    if (cell === "" || cell === undefined || (cell === null && NEVER_NULL.has(name))) continue;
    record[name] = typeof cell === "string" ? valueOf(kindOf(name), cell) : cell;
  }
  return record;
}

function valueOf(kind: CellKind, cell: string): unknown {
  if (cell === "null") return null;
  if (kind === "text") return cell.startsWith('"') ? (parseJson(cell) ?? cell) : cell;
  const value = parseJson(cell);
  const fits = kind === "json" ? value !== undefined : typeof value === (kind === "number" ? "number" : "boolean");
  return fits ? value : isObject(value) ? value : cell;
}

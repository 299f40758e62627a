import type { Exchange } from "../../core/exchange.ts";
import { parseJson } from "../../core/json.ts";

/** Columns that stand in a native record as they are, in the order in which they are written. */
export const PLAIN_COLUMNS = [
  "request_id",
  "parent_request_id",
  "source",
  "source_id",
  "origin",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "metadata",
  "dialect",
  "stream",
  "needs",
  "model_requested",
  "model",
  "provider",
  "strategy",
  "config",
  "facts_id",
  "planned_input_tokens",
  "status",
  "failure",
  "usage",
  "usage_raw",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "cost_list",
  "price_version",
  "gateway_cache_hit",
  "signals",
  "prompt_hash",
  "request_hash",
  "answer_hash",
  "replayability",
] as const satisfies readonly (keyof Exchange)[];

/** JSON texts: a record holds their value, and beside it the text itself where the value does not give it back byte for byte. */
export const BODY_COLUMNS = [
  ["request", "request_body"],
  ["response", "response_body"],
  ["trace", "trace"],
] as const satisfies readonly (readonly [string, keyof Exchange])[];

export interface ExportedOutcome {
  readonly name: string;
  readonly value: number | string;
}

/** One exchange, and the outcomes supplied for it, as one line of native JSONL (without the line break). */
export function exportRecord(exchange: Exchange, outcomes: readonly ExportedOutcome[] = []): string {
  let line = `{"created_at":"${writeTime(exchange.created_at)}"`;
  for (const column of PLAIN_COLUMNS) line += `,"${column}":${JSON.stringify(exchange[column]) ?? "null"}`;
  for (const [name, column] of BODY_COLUMNS) line += writeBody(name, exchange[column]);
  if (outcomes.length > 0) line += `,"outcomes":${JSON.stringify(outcomes)}`;
  return `${line}}`;
}

function writeBody(name: string, text: string | null): string {
  if (text === null) return `,"${name}":null`;
  const value = parseJson(text);
  const json = value === undefined ? "null" : JSON.stringify(value);
  const raw = json === text && text !== "null" ? "" : `,"${name}_raw":${JSON.stringify(text)}`;
  return `,"${name}":${json}${raw}`;
}

/** ISO 8601 in UTC; instants between two milliseconds keep their fraction. */
export function writeTime(instant: number): string {
  const whole = Math.floor(instant);
  const text = new Date(whole).toISOString();
  if (whole === instant) return text;
  return text.replace("Z", `${(instant - whole).toFixed(12).slice(2).replace(/0+$/, "")}Z`);
}

import { FAILURE_CLASSES, type OutcomeCode } from "../core/outcome.ts";
import { ORIGINS, REPLAYABILITY, STATUSES, type Origin, type Replayability, type Status } from "../core/exchange.ts";

/** Rows of a sealed segment, at most. */
export const SEGMENT_ROWS = 65_536;

/**
 * The columns of a window. Kinds: `f64` numbers (NaN = unknown), `i32` counts (-1 = unknown), `u32` bits and hash
 * halves (0,0 = none), `code` = a string by its position in `Frame.dictionary(column)` (0 = null).
 */
export const COLUMNS = {
  /** The store's row number: what `Traffic.bySeq` looks rows up by. */
  seq: "f64",
  /** ms since the epoch, UTC. */
  created_at: "f64",
  /** First 8 bytes of SHA-256(request_id), high and low half. */
  id_hi: "u32",
  id_lo: "u32",
  /** First 8 bytes of SHA-256(sticky key): what dice are mixed with. */
  sticky_hi: "u32",
  sticky_lo: "u32",
  /** Top 53 bits of the first 8 bytes of SHA-256("understudy:" + request_id): bottom-k sampling under the default seed. */
  sample_key: "f64",
  /** First 8 bytes of request_hash, prompt_hash, answer_hash. */
  request_hi: "u32",
  request_lo: "u32",
  prompt_hi: "u32",
  prompt_lo: "u32",
  answer_hi: "u32",
  answer_lo: "u32",

  project: "code",
  endpoint: "code",
  api_key: "code",
  end_user: "code",
  session: "code",
  model_requested: "code",
  /** `model:provider` that served the row. */
  target: "code",
  strategy: "code",
  config: "code",
  facts_id: "code",
  finish_reason: "code",
  /** JSON array of strings, as stored. */
  tags: "code",
  /** JSON object, as stored. */
  metadata: "code",

  input_uncached: "i32",
  cache_read: "i32",
  cache_write: "i32",
  output: "i32",
  reasoning: "i32",
  planned_input_tokens: "i32",

  latency_ms: "f64",
  ttft_ms: "f64",
  cost_logged: "f64",
  mean_logprob: "f64",
  /** See `packBits`. */
  bits: "u32",
} as const;

export type ColumnName = keyof typeof COLUMNS;
export type ColumnKind = (typeof COLUMNS)[ColumnName];
export type CodeColumn = { [C in ColumnName]: (typeof COLUMNS)[C] extends "code" ? C : never }[ColumnName];

interface ArrayOfKind {
  readonly f64: Float64Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly code: Uint32Array;
}
export type Column<C extends ColumnName> = ArrayOfKind[(typeof COLUMNS)[C]];

export function allocateColumn<C extends ColumnName>(name: C, rows: number): Column<C> {
  const kind: ColumnKind = COLUMNS[name];
  const array = kind === "f64" ? new Float64Array(rows) : kind === "i32" ? new Int32Array(rows) : new Uint32Array(rows);
  return array as Column<C>;
}

/** Up to 65,536 rows as typed arrays. Columns are read when first asked for. */
export interface Segment {
  readonly rows: number;
  /** Smallest and largest `created_at`. */
  readonly from: number;
  readonly to: number;
  column<C extends ColumnName>(name: C): Column<C>;
}

/** A slice of the log as columns. A frame over a large log re-reads its segments at every pass and keeps none of them. */
export interface Frame {
  readonly rows: number;
  segments(): Iterable<Segment>;
  /** Strings of a dictionary-coded column by code; position 0 is null. Valid for every segment of this frame. */
  dictionary(column: CodeColumn): readonly (string | null)[];
}

/** Row facts packed into one u32: see `packBits` for the layout. */
export interface RowBits {
  readonly status: Status;
  readonly origin: Origin;
  readonly replayability: Replayability;
  /** 0 where the row did not fail. */
  readonly outcome: OutcomeCode;
  readonly stream: boolean;
  readonly gateway_cache_hit: boolean;
  readonly embeddings: boolean;
  readonly needs_tools: boolean;
  readonly needs_images: boolean;
  readonly needs_json_schema: boolean;
  readonly refusal: boolean | null;
  readonly tool_calls: boolean | null;
  readonly tool_calls_valid: boolean | null;
  readonly json_schema: boolean | null;
}

/** Where each fact stands: status 0-2, origin 3-5, replayability 6-8, outcome code 9-12, flags 13-18, then four tri-states of two bits. */
export const BIT = {
  status: 0,
  origin: 3,
  replayability: 6,
  outcome: 9,
  stream: 13,
  gateway_cache_hit: 14,
  embeddings: 15,
  needs_tools: 16,
  needs_images: 17,
  needs_json_schema: 18,
  refusal: 19,
  tool_calls: 21,
  tool_calls_valid: 23,
  json_schema: 25,
} as const;

function triState(value: boolean | null): number {
  return value === null ? 0 : value ? 3 : 2;
}

function fromTriState(bits: number): boolean | null {
  return (bits & 2) === 0 ? null : (bits & 1) === 1;
}

export function packBits(row: RowBits): number {
  return (
    (STATUSES.indexOf(row.status) << BIT.status) |
    (ORIGINS.indexOf(row.origin) << BIT.origin) |
    (REPLAYABILITY.indexOf(row.replayability) << BIT.replayability) |
    (row.outcome << BIT.outcome) |
    (Number(row.stream) << BIT.stream) |
    (Number(row.gateway_cache_hit) << BIT.gateway_cache_hit) |
    (Number(row.embeddings) << BIT.embeddings) |
    (Number(row.needs_tools) << BIT.needs_tools) |
    (Number(row.needs_images) << BIT.needs_images) |
    (Number(row.needs_json_schema) << BIT.needs_json_schema) |
    (triState(row.refusal) << BIT.refusal) |
    (triState(row.tool_calls) << BIT.tool_calls) |
    (triState(row.tool_calls_valid) << BIT.tool_calls_valid) |
    (triState(row.json_schema) << BIT.json_schema)
  );
}

export function unpackBits(bits: number): RowBits {
  const flag = (at: number): boolean => ((bits >>> at) & 1) === 1;
  const outcome = (bits >>> BIT.outcome) & 15;
  return {
    status: STATUSES[(bits >>> BIT.status) & 7] ?? "failed",
    origin: ORIGINS[(bits >>> BIT.origin) & 7] ?? "live",
    replayability: REPLAYABILITY[(bits >>> BIT.replayability) & 7] ?? "exact",
    outcome: outcome > FAILURE_CLASSES.length ? 0 : outcome,
    stream: flag(BIT.stream),
    gateway_cache_hit: flag(BIT.gateway_cache_hit),
    embeddings: flag(BIT.embeddings),
    needs_tools: flag(BIT.needs_tools),
    needs_images: flag(BIT.needs_images),
    needs_json_schema: flag(BIT.needs_json_schema),
    refusal: fromTriState(bits >>> BIT.refusal),
    tool_calls: fromTriState(bits >>> BIT.tool_calls),
    tool_calls_valid: fromTriState(bits >>> BIT.tool_calls_valid),
    json_schema: fromTriState(bits >>> BIT.json_schema),
  };
}

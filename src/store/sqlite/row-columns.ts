/** Columns of a row as stored, in the order they are bound and read. Appended to, never reordered: see the migrations. */
export const ROW_COLUMNS = [
  "seq",
  "request_id",
  "parent_request_id",
  "created_at",
  "bits",
  "source",
  "source_id",
  "source_key",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "metadata",
  "dialect",
  "model_requested",
  "model",
  "provider",
  "target",
  "strategy",
  "config",
  "facts_id",
  "planned_input_tokens",
  "failure_class",
  "failure_code",
  "input_uncached",
  "cache_read",
  "cache_write",
  "output",
  "reasoning",
  "signal_output_tokens",
  "finish_reason",
  "mean_logprob",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "cost_list",
  "price_version",
  "prompt_hash",
  "request_hash",
  "answer_hash",
  "sample_key",
] as const;
export type RowColumn = (typeof ROW_COLUMNS)[number];

/** What SQLite holds: numbers, texts, and bytes for ids and hashes. */
export type Stored = number | string | Uint8Array | null;

/** Position of a column in a row read by `ROW_COLUMNS`. */
export const AT = Object.fromEntries(ROW_COLUMNS.map((name, position) => [name, position])) as Readonly<
  Record<RowColumn, number>
>;

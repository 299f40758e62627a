import { DIALECTS, ORIGINS, REPLAYABILITY, STATUSES } from "../../core/exchange.ts";
import { FAILURE_CLASSES } from "../../core/outcome.ts";
import { BIT } from "../../replay/frame.ts";
import { STRING_KINDS, STRINGS_SQL, type StringKind } from "./strings.ts";

/** The text of an id column: uuids stand as 16 bytes. Indexes are over this very expression, so that plain SQL on the view finds them. */
export function idText(column: string): string {
  const hex = `hex(${column})`;
  return `CASE typeof(${column}) WHEN 'blob' THEN lower(substr(${hex},1,8)||'-'||substr(${hex},9,4)||'-'||substr(${hex},13,4)||'-'||substr(${hex},17,4)||'-'||substr(${hex},21)) ELSE ${column} END`;
}

const EXCHANGES = `
CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY,
  request_id BLOB NOT NULL,
  parent_request_id BLOB,
  created_at NUMERIC NOT NULL,
  bits INTEGER NOT NULL,
  source INTEGER NOT NULL,
  source_id TEXT,
  source_key INTEGER,
  project INTEGER NOT NULL,
  endpoint INTEGER,
  api_key INTEGER,
  end_user INTEGER,
  session INTEGER,
  tags INTEGER NOT NULL,
  metadata TEXT,
  dialect INTEGER NOT NULL,
  model_requested INTEGER NOT NULL,
  model INTEGER,
  provider INTEGER,
  target INTEGER,
  strategy INTEGER NOT NULL,
  config INTEGER,
  facts_id INTEGER,
  planned_input_tokens INTEGER,
  failure_class INTEGER,
  failure_code INTEGER,
  input_uncached INTEGER,
  cache_read INTEGER,
  cache_write INTEGER,
  output INTEGER,
  reasoning INTEGER,
  signal_output_tokens INTEGER,
  finish_reason INTEGER,
  mean_logprob REAL,
  latency_ms REAL,
  ttft_ms REAL,
  cost_logged REAL,
  cost_list REAL,
  price_version INTEGER,
  prompt_hash BLOB,
  request_hash BLOB,
  answer_hash BLOB,
  sample_key INTEGER NOT NULL
);
CREATE UNIQUE INDEX exchanges_request_id ON exchanges (${idText("request_id")});
CREATE INDEX exchanges_parent_request_id ON exchanges (${idText("parent_request_id")}) WHERE ${idText("parent_request_id")} IS NOT NULL;
CREATE INDEX exchanges_created_at ON exchanges (created_at);
CREATE INDEX exchanges_source_key ON exchanges (source_key) WHERE source_key IS NOT NULL;
CREATE TABLE outcomes (
  name INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  source INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (name, seq, source)
) WITHOUT ROWID;
`;

function text(kind: StringKind): string {
  return `(SELECT value FROM strings WHERE kind = ${STRING_KINDS.indexOf(kind)} AND code = exchanges.${kind}) AS ${kind}`;
}

function named(expression: string, names: readonly string[], alias: string): string {
  return `CASE ${expression} ${names.map((name, index) => `WHEN ${index} THEN '${name}'`).join(" ")} END AS ${alias}`;
}

function bits(at: number, mask: number): string {
  return `((bits >> ${at}) & ${mask})`;
}

function triState(at: number, alias: string): string {
  return `CASE ${bits(at, 3)} WHEN 2 THEN 0 WHEN 3 THEN 1 END AS ${alias}`;
}

function hash(column: string): string {
  return `CASE WHEN ${column} IS NOT NULL THEN lower(hex(${column})) END AS ${column}`;
}

const VIEW_COLUMNS = [
  `${idText("request_id")} AS request_id`,
  `${idText("parent_request_id")} AS parent_request_id`,
  `strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000.0, 'unixepoch') AS created_at`,
  named(bits(BIT.origin, 7), ORIGINS, "origin"),
  named(bits(BIT.status, 7), STATUSES, "status"),
  text("source"),
  "source_id",
  text("project"),
  text("endpoint"),
  text("api_key"),
  text("end_user"),
  text("session"),
  text("tags"),
  "coalesce(metadata, '{}') AS metadata",
  named("dialect", DIALECTS, "dialect"),
  `${bits(BIT.stream, 1)} AS stream`,
  `${bits(BIT.needs_tools, 1)} AS needs_tools`,
  `${bits(BIT.needs_images, 1)} AS needs_images`,
  `${bits(BIT.needs_json_schema, 1)} AS needs_json_schema`,
  text("model_requested"),
  text("model"),
  text("provider"),
  text("target"),
  text("strategy"),
  text("config"),
  text("facts_id"),
  "planned_input_tokens",
  named("failure_class", ["", ...FAILURE_CLASSES], "failure_class"),
  text("failure_code"),
  "input_uncached",
  "cache_read",
  "cache_write",
  "output",
  "reasoning",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "cost_list",
  text("price_version"),
  `${bits(BIT.gateway_cache_hit, 1)} AS gateway_cache_hit`,
  text("finish_reason"),
  "signal_output_tokens",
  triState(BIT.refusal, "refusal"),
  triState(BIT.tool_calls, "tool_calls"),
  triState(BIT.tool_calls_valid, "tool_calls_valid"),
  triState(BIT.json_schema, "json_schema"),
  "mean_logprob",
  hash("prompt_hash"),
  hash("request_hash"),
  hash("answer_hash"),
  named(bits(BIT.replayability, 7), REPLAYABILITY, "replayability"),
  "sample_key",
  "seq",
];

const VIEW = `CREATE VIEW gateway_logs AS SELECT\n  ${VIEW_COLUMNS.join(",\n  ")}\nFROM exchanges;`;

/**
 * `high_water`, one row: the highest row number there ever was, which no other row takes; and how often texts have been erased, for
 * what other processes remember. `erased_users`: SHA-256 of who was erased, in one project or (null) in all, up to an instant (ms).
 */
const REMOVAL = `
CREATE TABLE high_water (seq INTEGER NOT NULL, erasures INTEGER NOT NULL);
INSERT INTO high_water VALUES (0, 0);
CREATE TABLE erased_users (digest BLOB NOT NULL, project TEXT, until NUMERIC NOT NULL);
CREATE INDEX erased_users_digest ON erased_users (digest);
`;

export const TRAFFIC_MIGRATIONS: readonly string[] = [`${STRINGS_SQL}${EXCHANGES}${VIEW}`, REMOVAL];

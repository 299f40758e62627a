import { canonicalJson } from "../core/canonical.ts";
import { deriveColumns, type DerivedColumns } from "../core/derived-columns.ts";
import type { Dialect, Exchange } from "../core/exchange.ts";
import { isObject, objectOf, parseJson, textOf, type JsonObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import type { Usage } from "../core/usage.ts";
import type { ImportContext, ImportedRecord, Importer, Sniffed } from "./importer.ts";
import { nativeFromCells } from "./native/cells.ts";
import { readColumn, readOutcomes } from "./native/columns.ts";
import { BODY_COLUMNS, PLAIN_COLUMNS } from "./native/format.ts";
import { answeredUsage } from "./record/answered-usage.ts";
import { guardDepth, notAnObject, reject, skipped, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { readIsoTime } from "./record/time.ts";

/**
 * Native JSONL: one exchange a line, snake_case, what `export` writes. `created_at` (ISO 8601), `model` and `provider` are needed, and
 * usage or a body; every other column has a default or follows from the bodies. `request` and `response` are provider-native bodies as
 * JSON values; `request_raw` and `response_raw` hold their exact text where the value does not give it back. Unknown keys are errors.
 * docs/reference/import-native.md lists the keys.
 */
export const native: Importer = {
  name: "native",
  summary: "Understudy's own JSONL, as `export` writes it: one exchange a line",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  fromCells: nativeFromCells,
  read: guardDepth(read),
};

const NEEDED = ["created_at", "model", "provider"];

const KEYS: ReadonlySet<string> = new Set([
  "created_at",
  "outcomes",
  ...PLAIN_COLUMNS,
  ...BODY_COLUMNS.flatMap(([name]) => [name, `${name}_raw`]),
]);

const DERIVED = [
  "needs",
  "signals",
  "prompt_hash",
  "request_hash",
  "answer_hash",
  "replayability",
] as const satisfies readonly (keyof DerivedColumns)[];

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  readKeys(reading, record);
  const created_at = readIsoTime(reading, "created_at", record["created_at"]);
  const columns = readColumns(reading, record);
  const outcomes = readOutcomes(reading, record["outcomes"]);
  const request = readBody(reading, record, "request");
  const response = readBody(reading, record, "response");
  const trace = readBody(reading, record, "trace");
  if (reading.problem !== null) return skipped(reading.problem);

  const usage = columns.usage === undefined ? answeredUsage(reading, response.value, "response").usage : columns.usage;
  if (usage === null && columns.usage === undefined && request.text === null && response.text === null) {
    reject(reading, "usage", undefined, "usage, or a body (request, response)");
  }
  const asked = columns.model_requested ?? columns.model ?? textOf(objectOf(request.value)["model"]);
  if (asked === null) reject(reading, "model_requested", undefined, "the model asked for, where none answered");
  const failure = columns.failure ?? null;
  const status = columns.status ?? (failure === null ? "ok" : "failed");
  if ((status === "ok" && failure !== null) || (status === "failed" && failure === null)) {
    reject(reading, "failure", failure, "a failure where status is failed, and null where it is ok");
  }
  if (reading.problem !== null || created_at === null || asked === null) return skipped(reading.problem ?? NO_TIME);

  const source = columns.source ?? native.name;
  const dialect = columns.dialect ?? sniffDialect(request.value);
  const exchange: Exchange = {
    ...DEFAULTS,
    ...(knowsDerived(columns) ? columns : deriveFrom(request, response, dialect, usage, context)),
    project: context.project,
    ...columns,
    request_id: columns.request_id ?? context.uuid(`${source}:${columns.source_id ?? contentId(record, context)}`),
    created_at,
    source,
    dialect,
    stream: columns.stream ?? objectOf(request.value)["stream"] === true,
    model_requested: asked,
    status,
    usage,
    usage_raw: columns.usage_raw === undefined ? (objectOf(response.value)["usage"] ?? null) : columns.usage_raw,
    request_body: request.text,
    response_body: response.text,
    trace: trace.text,
  };
  return { kind: "exchange", exchange, ...(outcomes.length > 0 ? { outcomes } : {}) };
}

function sniff(record: JsonObject): Sniffed {
  const { sureness, because } = share(record, NEEDED);
  return { sureness: sureness * shareKnown(record), because };
}

/** A misspelt key leaves a record native, to be told so; one of mostly foreign keys is another format's. */
function shareKnown(record: JsonObject): number {
  const keys = Object.keys(record);
  return keys.length === 0 ? 0 : keys.filter((key) => KEYS.has(key)).length / keys.length;
}

function readKeys(reading: Reading, record: JsonObject): void {
  for (const key of Object.keys(record)) {
    if (!KEYS.has(key))
      reject(reading, key, record[key], "no such key (docs/reference/import-native.md lists those there are)");
  }
  for (const key of NEEDED) {
    if (record[key] === undefined) reject(reading, key, undefined, "a value (null where nothing served the request)");
  }
}

function readColumns(reading: Reading, record: JsonObject): Partial<Exchange> {
  const columns: Record<string, unknown> = {};
  for (const column of PLAIN_COLUMNS) {
    if (record[column] !== undefined) columns[column] = readColumn(reading, column, record[column]);
  }
  return columns;
}

function knowsDerived(columns: Partial<Exchange>): columns is Partial<Exchange> & DerivedColumns {
  return DERIVED.every((name) => columns[name] !== undefined);
}

function deriveFrom(
  request: Body,
  response: Body,
  dialect: Dialect,
  usage: Usage | null,
  context: ImportContext,
): DerivedColumns {
  return deriveColumns(
    {
      dialect,
      request: request.value,
      response: response.value,
      request_flaw: request.text === null ? "body_missing" : isObject(request.value) ? null : "truncated",
      response_flawed: response.text !== null && response.value === undefined,
      usage,
    },
    context.sha256,
  );
}

/** A record without an id is known by its content: the same line again is the same exchange. */
function contentId(record: JsonObject, context: ImportContext): string {
  return context.sha256(canonicalJson(record));
}

const NO_TIME = {
  field: "created_at",
  expected: "a date and time as ISO 8601",
  message: "created_at is null: expected a date and time as ISO 8601",
};

const DEFAULTS = {
  model: null,
  provider: null,
  parent_request_id: null,
  source_id: null,
  origin: "import",
  endpoint: null,
  api_key: null,
  end_user: null,
  session: null,
  tags: [],
  metadata: {},
  strategy: "unknown",
  config: null,
  facts_id: null,
  planned_input_tokens: null,
  failure: null,
  latency_ms: null,
  ttft_ms: null,
  cost_logged: null,
  cost_list: null,
  price_version: null,
  gateway_cache_hit: false,
} as const satisfies Partial<Exchange>;

interface Body {
  readonly text: string | null;
  /** undefined where the text is not JSON. */
  readonly value: unknown;
}

/** The text of a body is what `_raw` says, else the JSON of the value. */
function readBody(reading: Reading, record: JsonObject, name: string): Body {
  const raw = record[`${name}_raw`];
  if (typeof raw === "string") return { text: raw, value: parseJson(raw) };
  if (raw !== undefined && raw !== null) reject(reading, `${name}_raw`, raw, "the body's text");
  const value = record[name];
  return value === undefined || value === null ? { text: null, value: null } : { text: JSON.stringify(value), value };
}

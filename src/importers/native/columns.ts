import { DIALECTS, ORIGINS, REPLAYABILITY, STATUSES } from "../../core/exchange.ts";
import { isObject, type JsonObject } from "../../core/json.ts";
import { FAILURE_CLASSES } from "../../core/outcome.ts";
import { readAmount, readTokens, reject, type Reading } from "../record/reading.ts";
import type { ExportedOutcome, PLAIN_COLUMNS } from "./format.ts";

type Read = (reading: Reading, field: string, value: unknown) => unknown;

const text: Read = (reading, field, value) =>
  typeof value === "string" ? value : reject(reading, field, value, "text");
const named: Read = (reading, field, value) =>
  value === "" ? reject(reading, field, value, "text that is not empty") : text(reading, field, value);
const flag: Read = (reading, field, value) =>
  typeof value === "boolean" ? value : reject(reading, field, value, "true or false");
const amount =
  (unit: string): Read =>
  (reading, field, value) =>
    readAmount(reading, field, value, unit);
const anything: Read = (_reading, _field, value) => value;

function orNull(read: Read): Read {
  return (reading, field, value) => (value === null ? null : read(reading, field, value));
}

function oneOf(members: readonly string[]): Read {
  return (reading, field, value) =>
    typeof value === "string" && members.includes(value)
      ? value
      : reject(reading, field, value, `one of ${members.join(", ")}`);
}

function hash(reading: Reading, field: string, value: unknown): unknown {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
    ? value
    : reject(reading, field, value, "a SHA-256 as 64 lower-case hex digits");
}

/** An object of exactly these members; those of `optional` may be missing. */
function shape(members: Readonly<Record<string, Read>>, optional: readonly string[] = []): Read {
  const reads = Object.entries(members);
  return (reading, field, value) => {
    if (!isObject(value)) return reject(reading, field, value, "an object");
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(members, name)) {
        return reject(
          reading,
          `${field}.${name}`,
          value[name],
          `no such key; there are ${Object.keys(members).join(", ")}`,
        );
      }
    }
    for (const [name, read] of reads) {
      if (value[name] === undefined && optional.includes(name)) continue;
      read(reading, `${field}.${name}`, value[name]);
    }
    return value;
  };
}

const finite: Read = (reading, field, value) =>
  typeof value === "number" && Number.isFinite(value) ? value : reject(reading, field, value, "a number");
const tokens: Read = (reading, field, value) =>
  typeof value === "number"
    ? readTokens(reading, field, value)
    : reject(reading, field, value, "a whole number of tokens, 0 or more");
const texts: Read = (reading, field, value) =>
  Array.isArray(value) && value.every((member) => typeof member === "string")
    ? value
    : reject(reading, field, value, "a list of texts");
const object: Read = (reading, field, value) => (isObject(value) ? value : reject(reading, field, value, "an object"));

const USAGE = ["input_uncached", "cache_read", "cache_write", "output", "reasoning"] as const;

const buckets = shape(Object.fromEntries(USAGE.map((bucket) => [bucket, tokens])));
const noTokens: JsonObject = Object.fromEntries(USAGE.map((bucket) => [bucket, 0]));

/** A bucket that is left out holds no tokens. */
const usage: Read = (reading, field, value) =>
  isObject(value)
    ? buckets(reading, field, { ...noTokens, ...value })
    : reject(reading, field, value, "an object of token counts");

const nullableFlag = orNull(flag);

const READS: Readonly<Record<(typeof PLAIN_COLUMNS)[number], Read>> = {
  request_id: named,
  parent_request_id: orNull(named),
  source: named,
  source_id: orNull(named),
  origin: oneOf(ORIGINS),
  project: named,
  endpoint: orNull(text),
  api_key: orNull(text),
  end_user: orNull(text),
  session: orNull(text),
  tags: texts,
  metadata: object,
  dialect: oneOf(DIALECTS),
  stream: flag,
  needs: shape({ tools: flag, images: flag, json_schema: flag }),
  model_requested: named,
  model: orNull(named),
  provider: orNull(named),
  strategy: named,
  config: orNull(text),
  facts_id: orNull(text),
  planned_input_tokens: orNull(tokens),
  status: oneOf(STATUSES),
  failure: orNull(
    shape(
      { class: oneOf(FAILURE_CLASSES), code: orNull(text), message: text, retry_after_ms: amount("milliseconds") },
      ["retry_after_ms"],
    ),
  ),
  usage: orNull(usage),
  usage_raw: anything,
  latency_ms: amount("milliseconds"),
  ttft_ms: amount("milliseconds"),
  cost_logged: amount("USD"),
  cost_list: amount("USD"),
  price_version: orNull(text),
  gateway_cache_hit: flag,
  signals: shape({
    finish_reason: orNull(text),
    output_tokens: orNull(tokens),
    refusal: nullableFlag,
    tool_calls: nullableFlag,
    tool_calls_valid: nullableFlag,
    json_schema: nullableFlag,
    mean_logprob: orNull(finite),
  }),
  prompt_hash: orNull(hash),
  request_hash: orNull(hash),
  answer_hash: orNull(hash),
  replayability: oneOf(REPLAYABILITY),
};

/** The value of one plain column; what it may not hold is noted. */
export function readColumn(reading: Reading, column: (typeof PLAIN_COLUMNS)[number], value: unknown): unknown {
  return READS[column](reading, column, value);
}

/** Scores and labels that came with the record. */
export function readOutcomes(reading: Reading, value: unknown): readonly ExportedOutcome[] {
  if (value === undefined || value === null) return [];
  const score: Read = (at, field, given) => (typeof given === "string" ? given : finite(at, field, given));
  const outcome = shape({ name: named, value: score });
  if (!Array.isArray(value)) return reject(reading, "outcomes", value, "a list of {name, value}") ?? [];
  for (const [at, member] of value.entries()) outcome(reading, `outcomes.${at}`, member);
  return value as readonly ExportedOutcome[];
}

import { isObject, textOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { NO_BODY } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { guardDepth, notAnObject, readAmount, readTokens, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { flagOf, withNumbers } from "./record/text-values.ts";
import { readIsoTime } from "./record/time.ts";

const MARKS = ["generation_id", "created_at", "cost_total", "tokens_prompt", "tokens_completion", "model_permaslug"];
const TOKENS = ["tokens_prompt", "tokens_completion", "tokens_reasoning", "tokens_cached"] as const;
const NUMBERS = [...TOKENS, "cost_total", "byok_usage_inference", "generation_time_ms", "time_to_first_token_ms"];

/** OpenRouter's activity export: tokens, costs and times of every call, and no bodies. */
export const openrouterCsv: Importer = {
  name: "openrouter-csv",
  summary: "OpenRouter activity CSV: tokens, costs and times, without bodies",
  sniff: (record) => (isObject(record) && record["generation_id"] !== undefined ? share(record, MARKS) : NOT_MINE),
  read: guardDepth(read),
};

function read(given: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(given)) return notAnObject(given);
  const record = withNumbers(given, NUMBERS);
  const reading: Reading = { problem: null };
  const id = textOf(record["generation_id"]);
  if (id === null) reject(reading, "generation_id", record["generation_id"], "the id of the generation as text");
  const counted = TOKENS.map((name) => readTokens(reading, name, record[name]));
  const [prompt = 0, completion = 0, thought = 0, cached = 0] = counted.map((tokens) => tokens ?? 0);
  const slug = textOf(record["model_permaslug"]);
  if (slug === null) reject(reading, "model_permaslug", record["model_permaslug"], "maker/model");
  const variant = textOf(record["variant"]);
  const model = slug !== null && variant !== null && variant !== "standard" ? `${slug}:${variant}` : slug;
  return exchangeOf(
    {
      source: openrouterCsv.name,
      id,
      created_at: readIsoTime(reading, "created_at", record["created_at"]),
      latency_ms: readAmount(reading, "generation_time_ms", record["generation_time_ms"], "milliseconds"),
      ttft_ms: readAmount(reading, "time_to_first_token_ms", record["time_to_first_token_ms"], "milliseconds"),
      stream: flagOf(record["streamed"]) ?? false,
      project: null,
      api_key: textOf(record["api_key_name"]),
      end_user: textOf(record["user"]),
      session: null,
      tags: [],
      metadata: metadataOf(record),
      dialect: "openai-chat",
      model_requested: model,
      model,
      provider: "openrouter",
      failure: failureOf(record),
      usage: counted.every((tokens) => tokens === null)
        ? null
        : {
            input_uncached: Math.max(0, prompt - cached),
            cache_read: cached,
            cache_write: 0,
            output: Math.max(0, completion - thought),
            reasoning: thought,
          },
      usage_raw: Object.fromEntries(TOKENS.map((name) => [name, record[name] ?? null])),
      cost: costOf(reading, record),
      gateway_cache_hit: false,
      request: NO_BODY,
      response: NO_BODY,
    },
    { time: ["created_at", "a date and time as ISO 8601"] },
    reading,
    context,
  );
}

/** USD: what OpenRouter took, and what the user's own provider key paid beside it. */
function costOf(reading: Reading, record: JsonObject): number | null {
  const total = readAmount(reading, "cost_total", record["cost_total"], "USD");
  const own = readAmount(reading, "byok_usage_inference", record["byok_usage_inference"], "USD");
  return total === null ? null : total + (own ?? 0);
}

function metadataOf(record: JsonObject): JsonObject {
  const metadata: Record<string, string> = {};
  for (const [name, column] of [
    ["app", "app_name"],
    ["upstream", "provider_name"],
  ] as const) {
    const value = textOf(record[column]);
    if (value !== null) metadata[name] = value;
  }
  return metadata;
}

function failureOf(record: JsonObject): OutcomeFailure | null {
  if (flagOf(record["cancelled"]) === true)
    return { class: "cancelled", code: null, message: "cancelled by the client" };
  const reason = textOf(record["finish_reason_normalized"]);
  const raw = textOf(record["finish_reason_raw"]);
  if (reason === "content_filter")
    return { class: "content_filter", code: raw, message: "stopped by the content filter" };
  return reason === "error" ? { class: "server", code: raw, message: "failed without a message" } : null;
}

import { isObject, jsonIn, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { litellmAsked } from "./litellm/asked.ts";
import { litellmExchange, type LitellmTimes } from "./litellm/exchange.ts";
import { litellmOther } from "./litellm/other.ts";
import { bodyOf, type LoggedBody } from "./record/body.ts";
import { guardDepth, notAnObject, readAmount, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { withNulls, withNumbers } from "./record/text-values.ts";
import { elapsed, readIsoTime } from "./record/time.ts";

const MARKS = ["request_id", "call_type", "spend", "startTime", "endTime", "api_key", "metadata", "cache_hit"];
const NUMBERS = ["spend", "total_tokens", "prompt_tokens", "completion_tokens", "request_duration_ms"];

/** Rows of the SpendLogs table: a dump of it, or what `/spend/logs` answers. */
export const litellmSpendLogs: Importer = {
  name: "litellm-spend-logs",
  summary: "LiteLLM SpendLogs rows (database dump or /spend/logs), one JSON object per row",
  sniff: (record) => (isObject(record) && record["request_id"] !== undefined ? share(record, MARKS) : NOT_MINE),
  fromCells: (cells) => withNumbers(withNulls(cells), NUMBERS),
  read: guardDepth(read),
};

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const other = litellmOther(record);
  if (other !== null) return other;
  const reading: Reading = { problem: null };
  const metadata = jsonObject(record["metadata"]);
  const id = textOf(record["request_id"]);
  if (id === null) reject(reading, "request_id", record["request_id"], "the id of the call as text");
  const body = requestBody(record);
  const times = readTimes(reading, record, objectOf(body.value)["stream"]);
  const cost = readAmount(reading, "spend", record["spend"], "USD");
  return litellmExchange(
    {
      source: litellmSpendLogs.name,
      id,
      times,
      time_format: "a date and time as ISO 8601",
      cost,
      api_key_hash: record["api_key"],
      trace_id: textOf(record["session_id"]),
      error_text: null,
      body,
      record,
      metadata,
    },
    reading,
    context,
  );
}

function jsonObject(given: unknown): JsonObject {
  return objectOf(jsonIn(given));
}

/** Plain answers have their first token where they end; without a body that is what tells a stream. */
function readTimes(reading: Reading, record: JsonObject, asked: unknown): LitellmTimes | null {
  const start = readIsoTime(reading, "startTime", record["startTime"]);
  const end = readIsoTime(reading, "endTime", record["endTime"]);
  const first = readIsoTime(reading, "completionStartTime", record["completionStartTime"]);
  const duration = readAmount(reading, "request_duration_ms", record["request_duration_ms"], "milliseconds");
  if (start === null) return null;
  if (end !== null && end < start) reject(reading, "endTime", record["endTime"], "a time not before startTime");
  if (first !== null && first < start)
    reject(reading, "completionStartTime", record["completionStartTime"], "a time not before startTime");
  const latency_ms = end === null ? duration : elapsed(start, end);
  const until = first === null ? null : elapsed(start, first);
  const early = until !== null && latency_ms !== null && until < latency_ms;
  const stream = typeof asked === "boolean" ? asked : early;
  return {
    created_at: start,
    latency_ms,
    ttft_ms: stream && until !== null && (early || latency_ms === null) ? until : null,
    stream,
  };
}

/**
 * The client's own body where it was kept, else the messages: alone they come without tools and parameters, and are not exact; out of a
 * callback's storage they come with `model_parameters`.
 */
function requestBody(record: JsonObject): LoggedBody {
  const body = bodyOf(record["proxy_server_request"]);
  if (body.text !== null) return inner(body);
  if (isObject(record["model_parameters"])) return litellmAsked(record);
  const messages = bodyOf(record["messages"]);
  if (messages.text === null) return messages;
  if (isObject(messages.value)) return messages;
  const model = textOf(record["model_group"]) ?? textOf(record["model"]);
  return { ...bodyOf({ ...(model === null ? {} : { model }), messages: messages.value }), flaw: "truncated" };
}

/** Some versions keep the whole HTTP request, its body under `body`. */
function inner(body: LoggedBody): LoggedBody {
  const { body: nested, messages, input } = objectOf(body.value);
  return isObject(nested) && messages === undefined && input === undefined ? bodyOf(nested) : body;
}

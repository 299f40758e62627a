import { isObject, objectOf, textOf, type JsonObject } from "../core/json.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { litellmAsked } from "./litellm/asked.ts";
import { litellmExchange, type LitellmTimes } from "./litellm/exchange.ts";
import { litellmOther } from "./litellm/other.ts";
import { guardDepth, notAnObject, readAmount, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE, share } from "./record/sniff.ts";
import { elapsed, readEpochSeconds } from "./record/time.ts";

const MARKS = [
  "id",
  "call_type",
  "startTime",
  "endTime",
  "model_parameters",
  "response_cost",
  "custom_llm_provider",
  "messages",
];

/** StandardLoggingPayload: the object LiteLLM hands to S3, GCS and custom callbacks, one per call, failures included. */
export const litellmStandard: Importer = {
  name: "litellm-standard",
  summary: "LiteLLM StandardLoggingPayload (S3, GCS and custom callbacks), one JSON object per call",
  sniff: (record) => (isObject(record) && record["request_id"] === undefined ? share(record, MARKS) : NOT_MINE),
  read: guardDepth(read),
};

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const other = litellmOther(record);
  if (other !== null) return other;
  const reading: Reading = { problem: null };
  const metadata = objectOf(record["metadata"]);
  const id = textOf(record["id"]) ?? textOf(record["litellm_call_id"]);
  if (id === null) reject(reading, "id", record["id"], "the id of the call as text");
  const times = readTimes(reading, record);
  const cost = readAmount(reading, "response_cost", record["response_cost"], "USD");
  return litellmExchange(
    {
      source: litellmStandard.name,
      id,
      times,
      time_format: "seconds since the epoch",
      cost,
      api_key_hash: metadata["user_api_key_hash"],
      trace_id: textOf(record["trace_id"]),
      error_text: textOf(record["error_str"]),
      body: litellmAsked(record),
      record,
      metadata,
    },
    reading,
    context,
  );
}

function streamed(record: JsonObject): boolean {
  return (
    record["stream"] === true || (record["stream"] == null && objectOf(record["model_parameters"])["stream"] === true)
  );
}

/** `response_time` is the whole call's for plain answers, and the time to the first token for streams. */
function readTimes(reading: Reading, record: JsonObject): LitellmTimes | null {
  const start = readEpochSeconds(reading, "startTime", record["startTime"]);
  const end = readEpochSeconds(reading, "endTime", record["endTime"]);
  const first = readEpochSeconds(reading, "completionStartTime", record["completionStartTime"]);
  const seconds = readAmount(reading, "response_time", record["response_time"], "seconds");
  if (start === null) return null;
  if (end !== null && end < start) reject(reading, "endTime", record["endTime"], "a time not before startTime");
  if (first !== null && first < start)
    reject(reading, "completionStartTime", record["completionStartTime"], "a time not before startTime");
  const stream = streamed(record);
  const spent = end === null ? null : elapsed(start, end);
  const told = seconds !== null && seconds > 0 ? elapsed(0, seconds * 1000) : null;
  const latency_ms = stream ? spent : (told ?? spent);
  const until = stream ? (first === null ? told : elapsed(start, first)) : null;
  return {
    created_at: start,
    latency_ms,
    ttft_ms: until !== null && (spent === null || until <= spent) ? until : null,
    stream,
  };
}

import { arrayOf, asText, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../core/json.ts";
import { sniffDialect } from "../core/neutral/dialect.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { ImportContext, ImportedRecord, Importer, Sniffed } from "./importer.ts";
import { anthropicAnswer } from "./langfuse/anthropic-answer.ts";
import { generationOf } from "./langfuse/generation.ts";
import { langfuseRequest } from "./langfuse/request.ts";
import { langfuseResponse } from "./langfuse/response.ts";
import { langfuseUsage } from "./langfuse/usage.ts";
import { exchangeOf } from "./record/call.ts";
import { failureClass } from "./record/failure-class.ts";
import { makerOf } from "./record/maker.ts";
import { member } from "./record/member.ts";
import { firstProvider } from "./record/provider-name.ts";
import { guardDepth, notAnObject, readAmount, reject, type Reading } from "./record/reading.ts";
import { NOT_MINE } from "./record/sniff.ts";
import { flagOf, numberOf } from "./record/text-values.ts";
import { elapsed, readIsoTime } from "./record/time.ts";

/** Members that tell an observation, in the words of the API and its exports, and of the export to blob storage. */
const MARKS = [
  ["id"],
  ["type"],
  ["traceId", "trace_id"],
  ["startTime", "start_time"],
  ["level"],
  ["model", "providedModelName", "provided_model_name"],
  ["usageDetails", "usage_details", "inputUsage", "usage"],
] as const;

const TYPES = new Set([
  "GENERATION",
  "EMBEDDING",
  "SPAN",
  "EVENT",
  "AGENT",
  "TOOL",
  "CHAIN",
  "RETRIEVER",
  "EVALUATOR",
  "GUARDRAIL",
]);

/** Observations of Langfuse: pages of its API, exports from its pages (JSONL, or CSV with texts), and the export to blob storage. */
export const langfuse: Importer = {
  name: "langfuse",
  summary: "Langfuse observations (API pages, export as JSONL, CSV or Parquet, blob storage export)",
  sniff: (record) => (isObject(record) ? sniff(record) : NOT_MINE),
  unpack: (value) => {
    const data =
      isObject(value) && value["traceId"] === undefined && value["trace_id"] === undefined ? value["data"] : null;
    return Array.isArray(data) ? (data as readonly unknown[]) : null;
  },
  read: guardDepth(read),
};

function sniff(record: JsonObject): Sniffed {
  if (!TYPES.has(asText(record["type"])) || member(record, "traceId", "trace_id") === undefined) return NOT_MINE;
  const found = MARKS.flatMap((names) => names.filter((name) => record[name] !== undefined).slice(0, 1));
  return { sureness: found.length / MARKS.length, because: "type, traceId, startTime, level" };
}

function read(record: unknown, context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const type = textOf(record["type"]);
  if (type !== null && TYPES.has(type) && type !== "GENERATION" && type !== "EMBEDDING")
    return { kind: "other", what: `${type.toLowerCase()} of a trace` };
  const reading: Reading = { problem: null };
  if (type !== "GENERATION" && type !== "EMBEDDING") reject(reading, "type", record["type"], "an observation's type");
  const id = textOf(record["id"]);
  if (id === null) reject(reading, "id", record["id"], "the observation's id as text");
  const generation = generationOf(record);
  const { model, metadata, embeds } = generation;
  const answer = langfuseResponse(generation);
  const request = langfuseRequest(generation, answer);
  const response = sniffDialect(request.value) === "anthropic-messages" ? anthropicAnswer(answer) : answer;
  const failure = failureOf(record);
  const times = timesOf(reading, record);
  return exchangeOf(
    {
      source: langfuse.name,
      id,
      ...times,
      // Its parameters seldom say it; only of a stream is the first token known before the end.
      stream: objectOf(request.value)["stream"] === true || times.ttft_ms !== null,
      project: null,
      api_key: null,
      end_user: textOf(member(record, "userId", "user_id")),
      session: textOf(member(record, "sessionId", "session_id")),
      tags: arrayOf(jsonIn(member(record, "tags", "traceTags"))).filter((tag) => typeof tag === "string"),
      metadata: {
        ...metadata,
        ...told("trace_id", member(record, "traceId", "trace_id")),
        ...told("environment", record["environment"]),
        ...told("prompt_name", member(record, "promptName", "prompt_name")),
      },
      dialect: embeds ? "embeddings" : null,
      model_requested: model,
      model,
      provider: textOf(metadata["ls_provider"]) ?? firstProvider(namesBeside(record, metadata)) ?? makerOf(model),
      failure,
      ...langfuseUsage(reading, record),
      cost: costOf(reading, record),
      // LiteLLM logs what its own cache answered too.
      gateway_cache_hit: flagOf(metadata["cache_hit"]) === true,
      request,
      response,
    },
    { time: ["startTime", "a date and time as ISO 8601"] },
    reading,
    context,
  );
}

/** Providers that a span names: among its attributes, and, for the Vercel AI SDK, among the parameters. */
function namesBeside(record: JsonObject, metadata: JsonObject): readonly unknown[] {
  const attributes = objectOf(jsonIn(metadata["attributes"]));
  const parameters = objectOf(jsonIn(member(record, "modelParameters", "model_parameters")));
  return [attributes["gen_ai.provider.name"], attributes["gen_ai.system"], parameters["system"]];
}

function told(name: string, value: unknown): JsonObject {
  return textOf(value) === null ? {} : { [name]: value };
}

/** Start and end are believed before `latency`, which has been written in other units than its seconds. */
function timesOf(
  reading: Reading,
  record: JsonObject,
): { readonly created_at: number | null; readonly latency_ms: number | null; readonly ttft_ms: number | null } {
  const instant = (...names: readonly [string, ...string[]]): number | null => {
    const value = member(record, ...names);
    return value === "" ? null : readIsoTime(reading, names[0], value);
  };
  const seconds = (...names: readonly [string, ...string[]]): number | null => {
    const value = readAmount(reading, names[0], numberOf(member(record, ...names)), "seconds");
    return value === null ? null : elapsed(0, value * 1000);
  };
  const start = instant("startTime", "start_time");
  const end = instant("endTime", "end_time");
  const first = instant("completionStartTime", "completion_start_time");
  const latency = seconds("latency");
  const untilFirst = seconds("timeToFirstToken", "time_to_first_token");
  if (start !== null && end !== null && end < start)
    reject(reading, "endTime", member(record, "endTime", "end_time"), "a time not before startTime");
  const latency_ms = start === null || end === null ? latency : elapsed(start, end);
  const ttft_ms = start === null || first === null || first < start ? untilFirst : elapsed(start, first);
  return {
    created_at: start,
    latency_ms,
    ttft_ms: ttft_ms !== null && latency_ms !== null && ttft_ms >= latency_ms ? null : ttft_ms,
  };
}

/** USD. */
function costOf(reading: Reading, record: JsonObject): number | null {
  const details = objectOf(jsonIn(member(record, "costDetails", "cost_details")));
  const total = member(record, "totalCost", "total_cost", "calculatedTotalCost");
  const cost = total === undefined || total === null || total === "" ? details["total"] : total;
  return readAmount(reading, "totalCost", numberOf(cost), "USD");
}

function failureOf(record: JsonObject): OutcomeFailure | null {
  if (record["level"] !== "ERROR") return null;
  const message = textOf(member(record, "statusMessage", "status_message")) ?? "failed without a message";
  const code = /\b[45]\d\d\b/u.exec(message)?.[0] ?? null;
  return { class: failureClass(code, message), code, message };
}

import type { Dialect } from "../../core/exchange.ts";
import { isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { sniffDialect } from "../../core/neutral/dialect.ts";
import type { ImportContext, ImportedRecord } from "../importer.ts";
import { bodyOf, type LoggedBody } from "../record/body.ts";
import { exchangeOf } from "../record/call.ts";
import type { Reading } from "../record/reading.ts";
import { litellmFailure } from "./failure.ts";
import { litellmUsage } from "./usage.ts";

/** What the two log formats of LiteLLM say in their own words, in one shape. */
export interface LitellmRow {
  readonly source: string;
  /** Null where what should hold it does not: that is noted in the reading. */
  readonly id: string | null;
  /** Null where the record does not say when it began. */
  readonly times: LitellmTimes | null;
  /** How the format writes the time a call began. */
  readonly time_format: string;
  readonly cost: number | null;
  readonly api_key_hash: unknown;
  readonly trace_id: string | null;
  readonly error_text: string | null;
  readonly body: LoggedBody;
  /** The record itself: the columns both formats share are read from it. */
  readonly record: JsonObject;
  readonly metadata: JsonObject;
}

export interface LitellmTimes {
  readonly created_at: number;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  readonly stream: boolean;
}

const CALL_TYPES: ReadonlyMap<string, Dialect> = new Map([
  ["completion", "openai-chat"],
  ["acompletion", "openai-chat"],
  ["responses", "openai-responses"],
  ["aresponses", "openai-responses"],
  ["anthropic_messages", "anthropic-messages"],
  ["embedding", "embeddings"],
  ["aembedding", "embeddings"],
  ["embeddings", "embeddings"],
]);

/** The dialect a call type stands for; by the body's shape where the record names none, or where the client asked through a bridge. */
export function litellmDialect(callType: unknown, body: unknown): Dialect {
  if (typeof callType !== "string" || callType === "") return sniffDialect(body);
  const dialect = CALL_TYPES.get(callType) ?? "unknown";
  const bridged =
    dialect === "openai-chat" && isObject(body) && body["messages"] === undefined && body["input"] !== undefined;
  return bridged ? "openai-responses" : dialect;
}

/** One row of either format as an exchange; a skip where a field of it could not be believed. */
export function litellmExchange(row: LitellmRow, reading: Reading, context: ImportContext): ImportedRecord {
  const { id, times, record, metadata, body } = row;
  const response = bodyOf(record["response"]);
  const provider = textOf(record["custom_llm_provider"]);
  const model = servedModel(record, response, provider);
  const failure = litellmFailure(record, metadata, row.error_text);
  const gateway_cache_hit = litellmCacheHit(record["cache_hit"], id ?? "");
  const unpriced = row.cost === 0 && failure === null && !gateway_cache_hit && knowsNoPrice(record, metadata);
  return exchangeOf(
    {
      source: row.source,
      id,
      created_at: times?.created_at ?? null,
      latency_ms: times?.latency_ms ?? null,
      ttft_ms: times?.ttft_ms ?? null,
      stream: times?.stream ?? null,
      project: litellmProject(metadata),
      api_key: litellmApiKey(metadata, row.api_key_hash),
      end_user: textOf(record["end_user"]) ?? textOf(metadata["user_api_key_end_user_id"]),
      session: litellmSession(metadata),
      tags: litellmTags(record["request_tags"]),
      metadata: litellmMetadata(metadata, row.trace_id),
      dialect: litellmDialect(record["call_type"], body.value),
      model_requested: textOf(record["model_group"]),
      model,
      provider,
      failure,
      ...litellmUsage(reading, record, metadata, response.value),
      cost: unpriced ? null : row.cost,
      gateway_cache_hit,
      request: body,
      response,
    },
    { time: ["startTime", row.time_format] },
    reading,
    context,
  );
}

/** LiteLLM writes a cost of 0 where it has no price for the model; that it has none stands beside it. */
function knowsNoPrice(record: JsonObject, metadata: JsonObject): boolean {
  if (isObject(record["response_cost_failure_debug_info"])) return true;
  const map = objectOf(record["model_map_information"] ?? metadata["model_map_information"]);
  return map["model_map_value"] === null && !isObject(record["cost_breakdown"] ?? metadata["cost_breakdown"]);
}

/** LiteLLM may write a model with its provider in front (`openai/gpt-4o`): the provider has a column of its own. */
function servedModel(record: JsonObject, response: LoggedBody, provider: string | null): string | null {
  const model = textOf(record["model"]) ?? textOf(objectOf(response.value)["model"]);
  return model !== null && provider !== null && model.startsWith(`${provider}/`) && model.length > provider.length + 1
    ? model.slice(provider.length + 1)
    : model;
}

/** A project the caller names in its metadata, else the team its key belongs to. */
function litellmProject(metadata: JsonObject): string | null {
  return (
    textOf(metadata["project"]) ??
    textOf(objectOf(metadata["requester_metadata"])["project"]) ??
    textOf(objectOf(metadata["spend_logs_metadata"])["project"]) ??
    textOf(metadata["user_api_key_team_alias"]) ??
    textOf(metadata["team_alias"])
  );
}

/** What the caller said about the call, and the trace that groups retries of it. */
function litellmMetadata(metadata: JsonObject, traceId: string | null): JsonObject {
  return {
    ...(traceId === null ? {} : { trace_id: traceId }),
    ...objectOf(metadata["requester_metadata"]),
    ...objectOf(metadata["spend_logs_metadata"]),
  };
}

/** The session a caller names in its metadata. */
function litellmSession(metadata: JsonObject): string | null {
  return (
    textOf(metadata["session_id"]) ??
    textOf(objectOf(metadata["requester_metadata"])["session_id"]) ??
    textOf(objectOf(metadata["spend_logs_metadata"])["session_id"])
  );
}

/** Tags given as an array or as the JSON text of one. */
function litellmTags(given: unknown): readonly string[] {
  const tags = jsonIn(given);
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : [];
}

/** `true`, or the word for it: SpendLogs keeps "True", "False" and "None". A hit is also marked in the id. */
function litellmCacheHit(given: unknown, id: string): boolean {
  return given === true || (typeof given === "string" && given.toLowerCase() === "true") || id.includes("_cache_hit");
}

const HASH_DIGITS = 12;

/** The name of a key, else the first digits of its hash. */
function litellmApiKey(metadata: JsonObject, hash: unknown): string | null {
  return textOf(metadata["user_api_key_alias"]) ?? textOf(hash)?.slice(0, HASH_DIGITS) ?? null;
}

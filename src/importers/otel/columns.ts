import { asText, arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { readAmount, reject, type Reading } from "../record/reading.ts";
import { elapsed, readUnixNanos } from "../record/time.ts";
import { valueOrJson } from "../record/json-text.ts";
import { flagOf, numberOf } from "../record/text-values.ts";
import { gatewayMetadata } from "../record/provider-name.ts";
import type { ReadSpan } from "./read-span.ts";

/** The first of these attributes that holds a text. */
export function firstText(attributes: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(attributes[name]);
    if (text !== null) return text;
  }
  return null;
}

export interface SpanTimes {
  /** ms since the epoch. */
  readonly created_at: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
}

const FIRST_CHUNK: readonly (readonly [attribute: string, unit: string, ms: number])[] = [
  ["gen_ai.response.time_to_first_chunk", "seconds", 1000],
  ["gen_ai.client.operation.time_to_first_chunk", "seconds", 1000],
  ["gen_ai.server.time_to_first_token", "seconds", 1000],
  ["ai.response.msToFirstChunk", "ms", 1],
  ["ai.stream.msToFirstChunk", "ms", 1],
];
const FIRST_CHUNK_EVENTS = new Set([
  "First Token Stream Event",
  "llm.content.completion.chunk",
  "ai.stream.firstChunk",
]);

/** When a call began, how long it took, and until its first chunk. A log record without a span knows only when it was written. */
export function timesOf(reading: Reading, span: ReadSpan): SpanTimes {
  const start = readUnixNanos(reading, "startTimeUnixNano", span.start);
  const end = readUnixNanos(reading, "endTimeUnixNano", span.end === "0" ? null : span.end);
  if (start === null) {
    return { created_at: readUnixNanos(reading, "timeUnixNano", span.logged_at), latency_ms: null, ttft_ms: null };
  }
  if (end !== null && end < start) reject(reading, "endTimeUnixNano", span.end, "a time not before startTimeUnixNano");
  const latency_ms = end === null ? null : elapsed(start, end);
  const ttft_ms = firstChunk(reading, span, start);
  return {
    created_at: start,
    latency_ms,
    ttft_ms: latency_ms !== null && Number(ttft_ms) > latency_ms ? null : ttft_ms,
  };
}

function firstChunk(reading: Reading, { attributes, events }: ReadSpan, start: number): number | null {
  for (const [attribute, unit, ms] of FIRST_CHUNK) {
    const given = readAmount(reading, `attributes.${attribute}`, attributes[attribute], unit);
    if (given !== null) return elapsed(0, given * ms);
  }
  const first = events.find(({ name }) => FIRST_CHUNK_EVENTS.has(name));
  const at = first === undefined ? null : readUnixNanos(reading, "events.timeUnixNano", first.time);
  return at === null || at < start ? null : elapsed(start, at);
}

/** USD, where an instrumentation says it: the conventions have no cost. */
export function costOf(reading: Reading, attributes: JsonObject): number | null {
  for (const name of ["gen_ai.usage.cost", "llm.cost.total", "operation.cost", "gen_ai.cost.total_cost"]) {
    const cost = readAmount(reading, `attributes.${name}`, attributes[name], "USD");
    if (cost !== null) return cost;
  }
  const { cost } = gatewayMetadata(attributes);
  return readAmount(reading, "attributes.ai.response.providerMetadata.gateway.cost", numberOf(cost), "USD");
}

export function streamed({ attributes }: ReadSpan): boolean {
  const told =
    attributes["gen_ai.request.stream"] ?? attributes["llm.is_streaming"] ?? attributes["gen_ai.is_streaming"];
  const parameters = objectOf(valueOrJson(attributes["llm.invocation_parameters"]));
  return (
    flagOf(told) === true || parameters["stream"] === true || asText(attributes["ai.operationId"]).endsWith(".doStream")
  );
}

export function tagsOf(attributes: JsonObject): readonly string[] {
  const given = valueOrJson(attributes["tag.tags"]);
  return arrayOf(given).filter((tag): tag is string => typeof tag === "string");
}

const RESOURCE = ["service.name", "service.version", "deployment.environment.name", "deployment.environment"];
const SAID_BY_CALLER = ["ai.telemetry.metadata.", "traceloop.association.properties.", "langfuse.trace.metadata."];

/** Where the call was made, and what the application said about it. */
export function metadataOf({ attributes, resource, trace, scope }: ReadSpan): JsonObject {
  const metadata: Record<string, unknown> = {};
  for (const name of RESOURCE) if (resource[name] !== undefined) metadata[name] = resource[name];
  if (trace !== null) metadata["trace_id"] = trace;
  if (scope !== "") metadata["instrumentation"] = scope;
  const functionId = textOf(attributes["ai.telemetry.functionId"]);
  if (functionId !== null) metadata["function_id"] = functionId;
  const given = valueOrJson(attributes["metadata"]);
  if (isObject(given)) Object.assign(metadata, given);
  for (const [name, value] of Object.entries(attributes)) {
    const prefix = SAID_BY_CALLER.find((one) => name.startsWith(one));
    if (prefix !== undefined) metadata[name.slice(prefix.length)] = value;
  }
  return metadata;
}

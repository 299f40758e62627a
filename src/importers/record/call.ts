import { deriveColumns } from "../../core/derived-columns.ts";
import type { Dialect, Exchange } from "../../core/exchange.ts";
import type { JsonObject } from "../../core/json.ts";
import { objectOf } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { Usage } from "../../core/usage.ts";
import type { ImportContext, ImportedRecord } from "../importer.ts";
import type { LoggedBody } from "./body.ts";
import { dialectOf } from "./dialect-of.ts";
import { missing, skipped, type Reading } from "./reading.ts";

/** One logged call in the words of the log's columns; what a format does not know is null. */
export interface LoggedCall {
  /** The importer's name. */
  readonly source: string;
  /** The source's own id of the call; null where what should hold it does not: that is noted in the reading. */
  readonly id: string | null;
  /** ms since the epoch; null where the record does not say when the call began. */
  readonly created_at: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  /** Null = as the request's body says. */
  readonly stream: boolean | null;
  readonly project: string | null;
  readonly endpoint?: string | null;
  readonly api_key: string | null;
  readonly end_user: string | null;
  readonly session: string | null;
  readonly tags: readonly string[];
  readonly metadata: JsonObject;
  /** Null = by the shape of the bodies. */
  readonly dialect: Dialect | null;
  /** Null = what served it. */
  readonly model_requested: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly failure: OutcomeFailure | null;
  /** Disjoint buckets: cached tokens are not in `input_uncached`, reasoning is not in `output`. */
  readonly usage: Usage | null;
  /** As the source writes it. */
  readonly usage_raw: unknown;
  /** USD. */
  readonly cost: number | null;
  readonly gateway_cache_hit: boolean;
  readonly request: LoggedBody;
  readonly response: LoggedBody;
}

/** Where a record keeps what no call can do without, for the message when it is not there. */
export interface NeededFields {
  /** The field of the time a call began, and how the format writes it. */
  readonly time: readonly [field: string, expected: string];
}

/** A call as an exchange; a skip where a field of it could not be believed. */
export function exchangeOf(
  call: LoggedCall,
  needed: NeededFields,
  reading: Reading,
  context: ImportContext,
): ImportedRecord {
  if (reading.problem !== null) return skipped(reading.problem);
  if (call.created_at === null || call.id === null) return skipped(missing(...needed.time));
  const { request, response, failure, usage } = call;
  const dialect = call.dialect ?? dialectOf(request.value, response.value);
  const derived = deriveColumns(
    {
      dialect,
      request: request.value,
      response: response.value,
      request_flaw: request.flaw,
      response_flawed: response.text !== null && response.flaw !== null,
      usage,
    },
    context.sha256,
  );
  const exchange: Exchange = {
    request_id: context.uuid(`${call.source}:${call.id}`),
    parent_request_id: null,
    created_at: Math.round(call.created_at),
    source: call.source,
    source_id: call.id,
    origin: "import",
    project: call.project ?? context.project,
    endpoint: call.endpoint ?? null,
    api_key: call.api_key,
    end_user: call.end_user,
    session: call.session,
    tags: call.tags,
    metadata: call.metadata,
    dialect,
    stream: call.stream ?? objectOf(request.value)["stream"] === true,
    model_requested: call.model_requested ?? call.model ?? "unknown",
    model: call.model,
    provider: call.provider,
    strategy: "unknown",
    config: null,
    facts_id: null,
    planned_input_tokens: null,
    status: failure === null ? "ok" : failure.class === "cancelled" ? "cancelled" : "failed",
    failure,
    usage,
    usage_raw: call.usage_raw ?? null,
    latency_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    cost_logged: call.cost,
    cost_list: null,
    price_version: null,
    gateway_cache_hit: call.gateway_cache_hit,
    ...derived,
    request_body: request.text,
    response_body: response.text,
    trace: null,
  };
  return { kind: "exchange", exchange };
}

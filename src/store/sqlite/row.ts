import { DIALECTS, type Exchange } from "../../core/exchange.ts";
import { failureCode, failureOf, OK, type OutcomeCode, type OutcomeFailure } from "../../core/outcome.ts";
import { target } from "../../core/target.ts";
import { packBits, unpackBits } from "../../replay/frame.ts";
import { NO_BODY, PART, type Body } from "./block.ts";
import { decodeHash, decodeId, encodeHash, encodeId, sampleKey, sourceKey } from "./identity.ts";
import { AT, type RowColumn, type Stored } from "./row-columns.ts";
import type { StringKind, Strings } from "./strings.ts";

/** An exchange as the values of `ROW_COLUMNS`, its texts interned. */
export function encodeRow(exchange: Exchange, seq: number, strings: Strings): Stored[] {
  const code = (kind: StringKind, text: string | null): number | null =>
    text === null ? null : strings.intern(kind, text);
  const { usage, signals, failure, model, provider } = exchange;
  const metadata = JSON.stringify(exchange.metadata);
  return [
    seq,
    encodeId(exchange.request_id),
    exchange.parent_request_id === null ? null : encodeId(exchange.parent_request_id),
    exchange.created_at,
    packBits({
      ...signals,
      status: exchange.status,
      origin: exchange.origin,
      replayability: exchange.replayability,
      outcome: outcomeOf(exchange),
      stream: exchange.stream,
      gateway_cache_hit: exchange.gateway_cache_hit,
      embeddings: exchange.dialect === "embeddings",
      needs_tools: exchange.needs.tools,
      needs_images: exchange.needs.images,
      needs_json_schema: exchange.needs.json_schema,
    }),
    strings.intern("source", exchange.source),
    exchange.source_id,
    sourceKey(exchange.source_id),
    strings.intern("project", exchange.project),
    code("endpoint", exchange.endpoint),
    code("api_key", exchange.api_key),
    code("end_user", exchange.end_user),
    code("session", exchange.session),
    strings.intern("tags", JSON.stringify(exchange.tags)),
    metadata === "{}" ? null : metadata,
    DIALECTS.indexOf(exchange.dialect),
    strings.intern("model_requested", exchange.model_requested),
    code("model", model),
    code("provider", provider),
    code("target", model === null || provider === null ? null : target(model, provider)),
    strings.intern("strategy", exchange.strategy),
    code("config", exchange.config),
    code("facts_id", exchange.facts_id),
    exchange.planned_input_tokens,
    failure === null ? null : failureCode(failure.class),
    code("failure_code", failure?.code ?? null),
    usage?.input_uncached ?? null,
    usage?.cache_read ?? null,
    usage?.cache_write ?? null,
    usage?.output ?? null,
    usage?.reasoning ?? null,
    signals.output_tokens,
    code("finish_reason", signals.finish_reason),
    signals.mean_logprob,
    exchange.latency_ms,
    exchange.ttft_ms,
    exchange.cost_logged,
    exchange.cost_list,
    code("price_version", exchange.price_version),
    encodeHash(exchange.prompt_hash),
    encodeHash(exchange.request_hash),
    encodeHash(exchange.answer_hash),
    sampleKey(exchange.request_id),
  ];
}

/** What of an exchange goes into a block of bodies. */
export function bodyOf(exchange: Exchange): Body {
  const { failure, usage_raw: raw } = exchange;
  return [
    exchange.request_body,
    exchange.response_body,
    raw === null || raw === undefined ? null : JSON.stringify(raw),
    exchange.trace,
    failure === null ? null : JSON.stringify({ message: failure.message, retry_after_ms: failure.retry_after_ms }),
  ];
}

/** The id a row goes by. */
export function requestIdOf(row: readonly Stored[]): string {
  return decodeId(row[AT.request_id] as Uint8Array | string);
}

/** A row and its body as the exchange they were; what the body does not hold is null. */
export function decodeRow(row: readonly Stored[], strings: Strings, body: Body = NO_BODY): Exchange {
  const number = (column: RowColumn): number | null => row[AT[column]] as number | null;
  const bytes = (column: RowColumn): Uint8Array | null => row[AT[column]] as Uint8Array | null;
  const text = (column: RowColumn & StringKind): string | null => {
    const code = number(column);
    return code === null ? null : strings.text(column, code);
  };
  const sure = (column: RowColumn & StringKind): string => strings.text(column, row[AT[column]] as number);
  const bits = unpackBits(number("bits") ?? 0);
  const metadata = row[AT.metadata] as string | null;
  const parent = bytes("parent_request_id");
  const raw = body[PART.usage_raw] ?? null;
  const input = number("input_uncached");
  return {
    request_id: requestIdOf(row),
    parent_request_id: parent === null ? null : decodeId(parent),
    created_at: number("created_at") as number,
    source: sure("source"),
    source_id: row[AT.source_id] as string | null,
    origin: bits.origin,
    project: sure("project"),
    endpoint: text("endpoint"),
    api_key: text("api_key"),
    end_user: text("end_user"),
    session: text("session"),
    tags: JSON.parse(sure("tags")) as readonly string[],
    metadata: metadata === null ? {} : (JSON.parse(metadata) as Record<string, unknown>),
    dialect: DIALECTS[number("dialect") ?? 0] ?? "unknown",
    stream: bits.stream,
    needs: { tools: bits.needs_tools, images: bits.needs_images, json_schema: bits.needs_json_schema },
    model_requested: sure("model_requested"),
    model: text("model"),
    provider: text("provider"),
    strategy: sure("strategy"),
    config: text("config"),
    facts_id: text("facts_id"),
    planned_input_tokens: number("planned_input_tokens"),
    status: bits.status,
    failure: failureFrom(number("failure_class"), text("failure_code"), body[PART.failure] ?? null),
    usage:
      input === null
        ? null
        : {
            input_uncached: input,
            cache_read: number("cache_read") as number,
            cache_write: number("cache_write") as number,
            output: number("output") as number,
            reasoning: number("reasoning") as number,
          },
    usage_raw: raw === null ? null : (JSON.parse(raw) as unknown),
    latency_ms: number("latency_ms"),
    ttft_ms: number("ttft_ms"),
    cost_logged: number("cost_logged"),
    cost_list: number("cost_list"),
    price_version: text("price_version"),
    gateway_cache_hit: bits.gateway_cache_hit,
    signals: {
      finish_reason: text("finish_reason"),
      output_tokens: number("signal_output_tokens"),
      refusal: bits.refusal,
      tool_calls: bits.tool_calls,
      tool_calls_valid: bits.tool_calls_valid,
      json_schema: bits.json_schema,
      mean_logprob: number("mean_logprob"),
    },
    prompt_hash: decodeHash(bytes("prompt_hash")),
    request_hash: decodeHash(bytes("request_hash")),
    answer_hash: decodeHash(bytes("answer_hash")),
    replayability: bits.replayability,
    request_body: body[PART.request] ?? null,
    response_body: body[PART.response] ?? null,
    trace: body[PART.trace] ?? null,
  };
}

/** How the row ended, as the columns say it: a row that did not end well has a class, named or not. */
function outcomeOf(exchange: Exchange): OutcomeCode {
  if (exchange.status === "ok") return OK;
  if (exchange.failure !== null) return failureCode(exchange.failure.class);
  if (exchange.status === "cancelled") return failureCode("cancelled");
  return failureCode(exchange.status === "blocked" ? "guardrail" : "server");
}

function failureFrom(code: number | null, providerCode: string | null, text: string | null): OutcomeFailure | null {
  const known = code === null ? null : failureOf(code);
  if (known === null) return null;
  const rest = text === null ? { message: "" } : (JSON.parse(text) as { message: string; retry_after_ms?: number });
  return { class: known, code: providerCode, ...rest };
}

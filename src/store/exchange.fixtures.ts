import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { DIALECTS, ORIGINS, REPLAYABILITY, STATUSES, stickyKey, type Exchange } from "../core/exchange.ts";
import { FAILURE_CLASSES, failureCode } from "../core/outcome.ts";
import { packBits, type ColumnName } from "../replay/frame.ts";

/** Midnight, so that hours after it stay on one UTC day. */
export const SAMPLE_DAY = Date.UTC(2026, 2, 2);

/** A plain exchange, its number in every place where rows differ. */
export function sampleExchange(number: number, changes: Partial<Exchange> = {}): Exchange {
  const digest = hex(`request ${number}`);
  return {
    request_id: uuidOf(digest),
    parent_request_id: null,
    created_at: SAMPLE_DAY + number * 1_000,
    source: "native",
    source_id: `source-${number}`,
    origin: "import",
    project: "shop",
    endpoint: null,
    api_key: null,
    end_user: `user-${number % 7}`,
    session: null,
    tags: [],
    metadata: {},
    dialect: "openai-chat",
    stream: false,
    needs: { tools: false, images: false, json_schema: false },
    model_requested: "gpt-4o",
    model: "gpt-4o",
    provider: "openai",
    strategy: "single",
    config: null,
    facts_id: null,
    planned_input_tokens: null,
    status: "ok",
    failure: null,
    usage: { input_uncached: 100 + number, cache_read: 0, cache_write: 0, output: 10, reasoning: 0 },
    usage_raw: { prompt_tokens: 100 + number, completion_tokens: 10 },
    latency_ms: 900 + number / 8,
    ttft_ms: null,
    cost_logged: 0.001,
    cost_list: 0.001,
    price_version: "2026-03-01",
    gateway_cache_hit: false,
    signals: {
      finish_reason: "stop",
      output_tokens: 10,
      refusal: false,
      tool_calls: false,
      tool_calls_valid: true,
      json_schema: null,
      mean_logprob: null,
    },
    prompt_hash: digest,
    request_hash: digest,
    answer_hash: hex(`answer ${number}`),
    replayability: "exact",
    request_body: `{"model":"gpt-4o","messages":[{"role":"user","content":"Question ${number}?"}]}`,
    response_body: `{"choices":[{"message":{"role":"assistant","content":"Answer ${number}."}}]}`,
    trace: null,
    ...changes,
  };
}

function orNull<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(values, { nil: null });
}

const text = fc.string({ unit: "binary", maxLength: 12 });
const tokens = fc.nat({ max: 2 ** 31 - 1 });
const amount = fc.double({ min: 0, max: 1e7, noNaN: true }).map((value) => value + 0);
const sha = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
/** Any text at all, broken surrogates included: bodies come back as they were. */
const body = orNull(
  fc.oneof(
    fc.json(),
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 40 }),
  ),
);
const triState = orNull(fc.boolean());
const failure = fc
  .record({
    class: fc.constantFrom(...FAILURE_CLASSES),
    code: orNull(fc.constantFrom("429", "overloaded")),
    message: text,
    retry_after_ms: fc.option(fc.nat({ max: 60_000 }), { nil: undefined }),
  })
  .map(({ retry_after_ms: wait, ...rest }) => (wait === undefined ? rest : { ...rest, retry_after_ms: wait }));

/** Any exchange of a few projects over three days. */
export const exchangeArbitrary: fc.Arbitrary<Exchange> = fc.record({
  request_id: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.string({ minLength: 1 }) }),
  parent_request_id: orNull(fc.uuid()),
  created_at: fc.oneof(
    fc.integer({ min: 0, max: 72 }).map((hours) => SAMPLE_DAY + hours * 3_600_000),
    fc.integer({ min: SAMPLE_DAY, max: SAMPLE_DAY + 3 * 86_400_000 }),
    fc.integer({ min: 1, max: 3 * 86_400_000 * 8 }).map((eighths) => SAMPLE_DAY + eighths / 8),
  ),
  source: fc.constantFrom("gateway", "native", "litellm"),
  source_id: orNull(text),
  origin: fc.constantFrom(...ORIGINS),
  project: fc.constantFrom("shop", "search", ""),
  endpoint: orNull(fc.constantFrom("triage", "summarise")),
  api_key: orNull(fc.constantFrom("key-1", "key-2")),
  end_user: orNull(text),
  session: orNull(text),
  tags: fc.array(text, { maxLength: 3 }),
  metadata: fc
    .dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 3, noNullPrototype: true })
    .map((members) => JSON.parse(JSON.stringify(members)) as Record<string, unknown>),
  dialect: fc.constantFrom(...DIALECTS),
  stream: fc.boolean(),
  needs: fc.record({ tools: fc.boolean(), images: fc.boolean(), json_schema: fc.boolean() }),
  model_requested: text,
  model: orNull(fc.constantFrom("gpt-4o", "llama:70b")),
  provider: orNull(fc.constantFrom("openai", "groq")),
  strategy: fc.constantFrom("single", "unknown"),
  config: orNull(fc.constantFrom("main@1", "main@2")),
  facts_id: orNull(text),
  planned_input_tokens: orNull(tokens),
  status: fc.constantFrom(...STATUSES),
  failure: orNull(failure),
  usage: orNull(
    fc.record({ input_uncached: tokens, cache_read: tokens, cache_write: tokens, output: tokens, reasoning: tokens }),
  ),
  usage_raw: json,
  latency_ms: orNull(amount),
  ttft_ms: orNull(amount),
  cost_logged: orNull(amount),
  cost_list: orNull(amount),
  price_version: orNull(fc.constantFrom("2026-03-01", "user")),
  gateway_cache_hit: fc.boolean(),
  signals: fc.record({
    finish_reason: orNull(fc.constantFrom("stop", "tool_calls")),
    output_tokens: orNull(tokens),
    refusal: triState,
    tool_calls: triState,
    tool_calls_valid: triState,
    json_schema: triState,
    mean_logprob: orNull(amount.map((value) => 0 - value)),
  }),
  prompt_hash: orNull(sha),
  request_hash: orNull(sha),
  answer_hash: orNull(sha),
  replayability: fc.constantFrom(...REPLAYABILITY),
  request_body: body,
  response_body: body,
  trace: body,
});

type Cells = Record<Exclude<ColumnName, "seq">, number | string | null>;

/** What the columns of a frame must say of an exchange, texts decoded: worked out from the definitions, not from a store. */
export function cellsOf(exchange: Exchange): Cells {
  const { usage, needs, signals } = exchange;
  const named = exchange.failure?.class ?? { cancelled: "cancelled", blocked: "guardrail" }[exchange.status as string];
  const outcome = exchange.status === "ok" ? 0 : failureCode((named ?? "server") as (typeof FAILURE_CLASSES)[number]);
  const half = (digest: string | null, from: number): number =>
    digest === null ? 0 : Number.parseInt(digest.slice(from, from + 8), 16);
  const id = hex(exchange.request_id);
  const sticky = hex(stickyKey(exchange).key);
  const sample = BigInt(`0x${hex(`understudy:${exchange.request_id}`).slice(0, 16)}`) >> 11n;
  return {
    created_at: exchange.created_at,
    id_hi: half(id, 0),
    id_lo: half(id, 8),
    sticky_hi: half(sticky, 0),
    sticky_lo: half(sticky, 8),
    sample_key: Number(sample),
    request_hi: half(exchange.request_hash, 0),
    request_lo: half(exchange.request_hash, 8),
    prompt_hi: half(exchange.prompt_hash, 0),
    prompt_lo: half(exchange.prompt_hash, 8),
    answer_hi: half(exchange.answer_hash, 0),
    answer_lo: half(exchange.answer_hash, 8),
    project: exchange.project,
    endpoint: exchange.endpoint,
    api_key: exchange.api_key,
    end_user: exchange.end_user,
    session: exchange.session,
    model_requested: exchange.model_requested,
    target: exchange.model === null || exchange.provider === null ? null : `${exchange.model}:${exchange.provider}`,
    strategy: exchange.strategy,
    config: exchange.config,
    facts_id: exchange.facts_id,
    finish_reason: signals.finish_reason,
    tags: JSON.stringify(exchange.tags),
    metadata: JSON.stringify(exchange.metadata),
    input_uncached: usage?.input_uncached ?? -1,
    cache_read: usage?.cache_read ?? -1,
    cache_write: usage?.cache_write ?? -1,
    output: usage?.output ?? -1,
    reasoning: usage?.reasoning ?? -1,
    planned_input_tokens: exchange.planned_input_tokens ?? -1,
    latency_ms: exchange.latency_ms ?? Number.NaN,
    ttft_ms: exchange.ttft_ms ?? Number.NaN,
    cost_logged: exchange.cost_logged ?? Number.NaN,
    mean_logprob: signals.mean_logprob ?? Number.NaN,
    bits: packBits({
      ...signals,
      ...exchange,
      outcome,
      embeddings: exchange.dialect === "embeddings",
      needs_tools: needs.tools,
      needs_images: needs.images,
      needs_json_schema: needs.json_schema,
    }),
  };
}

function hex(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

function uuidOf(digest: string): string {
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

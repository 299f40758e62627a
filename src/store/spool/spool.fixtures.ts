import type { ServedRow } from "../log-writer.ts";

const bytes = new TextEncoder();

/** Retention takes no row of the fixtures. */
const NEVER_TOO_OLD = Date.UTC(2100, 2, 2);

/** A row as the gateway hands it over, its number in every place where rows differ. */
export function servedRow(number: number, changes: Partial<ServedRow> = {}): ServedRow {
  const digits = number.toString(16).padStart(12, "0");
  return {
    request_id: `01990000-0000-7000-8000-${digits}`,
    parent_request_id: null,
    created_at: NEVER_TOO_OLD + number,
    source: "gateway",
    source_id: null,
    origin: "live",
    project: "shop",
    endpoint: null,
    api_key: "key-1",
    end_user: `user-${number % 7}`,
    session: null,
    tags: ["prod"],
    metadata: { number },
    dialect: "openai-chat",
    stream: false,
    model_requested: "gpt-4o",
    model: "gpt-4o",
    provider: "openai",
    strategy: "single",
    config: null,
    facts_id: "facts-1",
    planned_input_tokens: 12,
    status: "ok",
    failure: null,
    usage: { input_uncached: 10, cache_read: 0, cache_write: 0, output: 5, reasoning: 0 },
    usage_raw: { prompt_tokens: 10, completion_tokens: 5 },
    latency_ms: 120.5,
    ttft_ms: null,
    cost_logged: 0.001,
    cost_list: 0.001,
    price_version: "2026-03-01",
    gateway_cache_hit: false,
    trace: { decision: null, endpoint: null, attachment: "default", assembled: null, guardrails: [], dropped: [] },
    request: bytes.encode(requestText(number)),
    response: [bytes.encode(responseText(number))],
    response_events: false,
    ...changes,
  };
}

export function requestText(number: number): string {
  return `{"model":"gpt-4o","messages":[{"role":"user","content":"Frage ${number} \u{1F600}"}]}`;
}

export function responseText(number: number): string {
  return `{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Answer ${number}."}}],"usage":{"prompt_tokens":10,"completion_tokens":5}}`;
}

import type { ImporterFixtures } from "./conformance.ts";

const body = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Where is order 12?" }] };
const answer = {
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
  usage: { prompt_tokens: 900, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 512 } },
};
const call = {
  id: "pk-1",
  trace_id: "tr-1",
  created_at: "2026-11-02T09:14:03.120Z",
  request: { method: "POST", url: "https://api.openai.com/v1/chat/completions", body },
  response: { status: 200, body: answer },
  is_success: 1,
  ai_org: "openai",
  ai_model: "gpt-4o-mini-2024-07-18",
  req_units: 900,
  res_units: 20,
  total_units: 920,
  request_url: "https://api.openai.com/v1/chat/completions",
  cost: 0.02,
  cost_currency: "USD",
  response_time: 1790,
  response_status_code: 200,
  mode: "single",
  config: "pc-fast",
  prompt_slug: null,
  metadata: { _user: "cust-9", desk: "orders" },
};
const bare = { ...call, request: undefined, response: undefined };

export const portkeyFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a call: cents, milliseconds, and the answer's own count of its cache",
      traps: ["units", "cached tokens"],
      record: call,
      expect: {
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        latency_ms: 1790,
        cost_logged: 0.0002,
        end_user: "cust-9",
        provider: "openai",
        metadata: {
          _user: "cust-9",
          desk: "orders",
          trace_id: "tr-1",
          config: "pc-fast",
          request_url: call.request_url,
        },
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        replayability: "exact",
        request_body: JSON.stringify(body),
      },
    },
    {
      title: "columns of the older export: bodies flat, everything text",
      record: {
        ...bare,
        id: "pk-2",
        "request.body": JSON.stringify(body),
        "response.body": JSON.stringify(answer),
        cost: "0.02",
        response_time: "1790",
        is_success: "true",
        metadata: '{"_user":"cust-9"}',
      },
      expect: { cost_logged: 0.0002, latency_ms: 1790, replayability: "exact", end_user: "cust-9" },
    },
    {
      title: "columns of the older export: no id, metadata as names and values",
      record: {
        ...call,
        id: undefined,
        metadata: undefined,
        "metadata.key": ["_user", "desk"],
        "metadata.value": ["cust-9", "orders"],
      },
      expect: { end_user: "cust-9" },
    },
    {
      title: "cents that come to dollars without a remainder",
      traps: ["units"],
      record: { ...call, id: "pk-11", cost: 0.1284 },
      expect: { cost_logged: 0.001284 },
    },
    {
      title: "bodies that stand there by themselves, and an error that is a text",
      record: {
        ...call,
        id: "pk-10",
        request: body,
        response: { error: "no healthy target" },
        is_success: 0,
        response_status_code: 502,
      },
      expect: {
        request_body: JSON.stringify(body),
        failure: { class: "server", code: "502", message: "no healthy target" },
      },
    },
    {
      title: "an export without bodies: units alone",
      traps: ["missing body"],
      record: { ...bare, id: "pk-3" },
      expect: {
        replayability: "body_missing",
        usage: { input_uncached: 900, cache_read: 0, cache_write: 0, output: 20, reasoning: 0 },
      },
    },
    {
      title: "a body that is no JSON any more",
      traps: ["cut body"],
      record: { ...bare, id: "pk-4", "request.body": '{"model":"gpt-4o-mini","messages":[{"ro' },
      expect: { replayability: "truncated" },
    },
    {
      title: "an answer from Portkey's cache",
      traps: ["gateway cache hit"],
      record: { ...call, id: "pk-5", cache_status: "SEMANTIC HIT" },
      expect: { gateway_cache_hit: true },
    },
    {
      title: "a request that missed the cache",
      record: { ...call, id: "pk-6", cache_status: "MISS" },
      expect: { gateway_cache_hit: false },
    },
    {
      title: "a cost in another currency",
      record: { ...call, id: "pk-7", cost_currency: "EUR" },
      expect: { cost_logged: null },
    },
    {
      title: "a cost that says no currency",
      record: { ...call, id: "pk-9", cost_currency: undefined },
      expect: { cost_logged: null },
    },
    {
      title: "a failed call",
      record: {
        ...call,
        id: "pk-8",
        is_success: 0,
        response_status_code: 429,
        response: { status: 429, body: { error: { message: "Slow down.", type: "requests" } } },
      },
      expect: { status: "failed", failure: { class: "rate_limit", code: "429", message: "Slow down." } },
    },
  ],
  skipped: [
    { title: "no time", record: { ...call, created_at: null }, field: "created_at", expected: "ISO 8601" },
    { title: "a negative cost", record: { ...call, cost: -2 }, field: "cost", expected: "cents" },
    {
      title: "a latency that is text",
      record: { ...call, response_time: "long" },
      field: "response_time",
      expected: "milliseconds",
    },
    { title: "half a token", record: { ...call, req_units: 0.5 }, field: "req_units", expected: "a whole number" },
    { title: "no id", record: { ...call, id: null }, field: "id", expected: "the id of the call" },
    { title: "a list", record: [[call]], field: null, expected: "a JSON object" },
  ],
};

import type { ImporterFixtures } from "./conformance.ts";

const request = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }], stream: true };
const response = {
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hi." } }],
  usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
};
const counted = {
  created_at: "2026-11-02T09:14:03.120Z",
  model: "gpt-4o-mini",
  provider: "openai",
  usage: { input_uncached: 9, output: 2 },
};

export const nativeFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "the smallest record: counts alone",
      traps: ["missing body", "units"],
      record: counted,
      expect: {
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        source: "native",
        source_id: null,
        origin: "import",
        project: "imported",
        model_requested: "gpt-4o-mini",
        strategy: "unknown",
        status: "ok",
        usage: { input_uncached: 9, cache_read: 0, cache_write: 0, output: 2, reasoning: 0 },
        latency_ms: null,
        cost_logged: null,
        replayability: "body_missing",
      },
    },
    {
      title: "bodies, from which the rest follows",
      traps: ["cached tokens"],
      record: {
        created_at: "2026-11-02T09:14:03Z",
        source_id: "r-1",
        model: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        request,
        response,
      },
      expect: {
        source_id: "r-1",
        dialect: "openai-chat",
        stream: true,
        usage: { input_uncached: 5, cache_read: 4, cache_write: 0, output: 2, reasoning: 0 },
        usage_raw: response.usage,
        replayability: "exact",
        request_body: JSON.stringify(request),
        response_body: JSON.stringify(response),
      },
    },
    {
      title: "an answer from a gateway's own cache",
      traps: ["gateway cache hit"],
      record: { ...counted, source_id: "hit", gateway_cache_hit: true },
      expect: { gateway_cache_hit: true },
    },
    {
      title: "a failure",
      record: {
        ...counted,
        model: null,
        provider: null,
        model_requested: "gpt-4o-mini",
        failure: { class: "rate_limit", code: "429", message: "slow down", retry_after_ms: 2000 },
      },
      expect: {
        status: "failed",
        model: null,
        failure: { class: "rate_limit", code: "429", message: "slow down", retry_after_ms: 2000 },
      },
    },
    {
      title: "a body whose text is not what its value would be written as",
      record: { ...counted, request_raw: '{"model": "m", "messages": [{"role": "user", "content": "Hello"}]}' },
      expect: {
        request_body: '{"model": "m", "messages": [{"role": "user", "content": "Hello"}]}',
        replayability: "exact",
      },
    },
    {
      title: "a body that is not JSON",
      traps: ["cut body"],
      record: { ...counted, created_at: "2026-11-02T09:14:03.120456Z", request_raw: '{"model": "m", "mess' },
      expect: { request_body: '{"model": "m", "mess', replayability: "truncated", request_hash: null },
    },
  ],
  skipped: [
    { title: "an unknown key", record: { ...counted, modle: "x" }, field: "modle", expected: "no such key" },
    {
      title: "an unknown bucket",
      record: { ...counted, usage: { prompt_tokens: 9 } },
      field: "usage.prompt_tokens",
      expected: "input_uncached",
    },
    { title: "no time", record: { ...counted, created_at: undefined }, field: "created_at", expected: "a value" },
    {
      title: "a time that is null",
      record: { ...counted, created_at: null },
      field: "created_at",
      expected: "ISO 8601",
    },
    {
      title: "a time as a number",
      record: { ...counted, created_at: 1793610843120 },
      field: "created_at",
      expected: "ISO 8601",
    },
    { title: "no provider", record: { ...counted, provider: undefined }, field: "provider", expected: "a value" },
    {
      title: "neither usage nor a body",
      record: { ...counted, usage: undefined },
      field: "usage",
      expected: "or a body",
    },
    {
      title: "negative tokens",
      record: { ...counted, usage: { output: -2 } },
      field: "usage.output",
      expected: "0 or more",
    },
    {
      title: "a negative latency",
      record: { ...counted, latency_ms: -2 },
      field: "latency_ms",
      expected: "milliseconds",
    },
    {
      title: "an unknown status",
      record: { ...counted, status: "fine" },
      field: "status",
      expected: "one of ok, failed",
    },
    {
      title: "a failure that is fine",
      record: { ...counted, status: "failed" },
      field: "failure",
      expected: "a failure",
    },
    {
      title: "a hash that is none",
      record: { ...counted, prompt_hash: "abc" },
      field: "prompt_hash",
      expected: "SHA-256",
    },
    { title: "null", record: null, field: null, expected: "a JSON object" },
  ],
};

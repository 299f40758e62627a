import type { ImporterFixtures } from "./conformance.ts";

const request = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Where is order 12?" }] };
const response = {
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
  usage: { prompt_tokens: 900, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 512 } },
};
const call = {
  request_id: "hel-1",
  request_created_at: "2026-11-02T09:14:03.120Z",
  response_id: "hel-r-1",
  response_created_at: "2026-11-02T09:14:04.910Z",
  response_status: 200,
  provider: "OPENAI",
  request_path: "/v1/chat/completions",
  target_url: "https://api.openai.com/v1/chat/completions",
  request_model: "gpt-4o-mini-2024-07-18",
  request_user_id: "cust-9",
  properties: { Desk: "orders", "Helicone-Session-Id": "s-1" },
  prompt_tokens: 388,
  prompt_cache_read_tokens: 512,
  prompt_cache_write_tokens: 0,
  completion_tokens: 20,
  total_tokens: 408,
  delay_ms: 1790,
  time_to_first_token: 400,
  cost: 0.000296,
  cache_enabled: false,
  cache_reference_id: "00000000-0000-0000-0000-000000000000",
  request_body: request,
  response_body: response,
};
const question = { role: "user", content: "Where is order 12?" };
const claude = {
  model: "claude-haiku-4-5",
  max_tokens: 100,
  system: "Be brief.",
  messages: [question],
};
const unread = {
  helicone_message: "fetching body from signed_url... contact engineering@helicone.ai for more information",
};

export const heliconeFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a call with its bodies: milliseconds, and the answer's own count of its cache",
      traps: ["units", "cached tokens"],
      record: call,
      expect: {
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        latency_ms: 1790,
        ttft_ms: 400,
        cost_logged: 0.000296,
        end_user: "cust-9",
        session: "s-1",
        provider: "openai",
        model_requested: "gpt-4o-mini",
        model: "gpt-4o-mini-2024-07-18",
        metadata: { Desk: "orders", "Helicone-Session-Id": "s-1", request_path: "/v1/chat/completions" },
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        gateway_cache_hit: false,
        replayability: "exact",
        request_body: JSON.stringify(request),
      },
    },
    {
      title: "an Anthropic call, whose input leaves the cache out",
      traps: ["cached tokens"],
      record: {
        ...call,
        request_id: "hel-2",
        provider: "ANTHROPIC",
        request_path: "/v1/messages",
        request_body: claude,
        response_body: {
          content: [{ type: "text", text: "On its way." }],
          stop_reason: "end_turn",
          usage: { input_tokens: 388, cache_read_input_tokens: 512, cache_creation_input_tokens: 0, output_tokens: 20 },
        },
      },
      expect: {
        dialect: "anthropic-messages",
        provider: "anthropic",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
      },
    },
    {
      title: "an export without bodies: the columns count, apart from the cache",
      traps: ["missing body", "cached tokens"],
      record: {
        ...call,
        request_id: "hel-3",
        request_body: unread,
        response_body: unread,
        signed_body_url: "https://example.test/b",
      },
      expect: {
        replayability: "body_missing",
        request_body: null,
        response_body: null,
        model_requested: "gpt-4o-mini-2024-07-18",
        model: "gpt-4o-mini-2024-07-18",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
      },
    },
    {
      title: "a body that was cut",
      traps: ["cut body"],
      record: { ...call, request_id: "hel-4", request_body: '{"model":"gpt-4o-mini","messages":[{"ro' },
      expect: { replayability: "truncated" },
    },
    {
      title: "a picture that Helicone keeps elsewhere",
      traps: ["cut body"],
      record: {
        ...call,
        request_id: "hel-12",
        request_body: {
          ...request,
          messages: [
            {
              role: "user",
              content: [{ type: "image_url", image_url: { url: '<helicone-asset-id key="7a1c"/>' } }],
            },
          ],
        },
      },
      expect: { replayability: "truncated" },
    },
    {
      title: "an answer from Helicone's cache",
      traps: ["gateway cache hit"],
      record: {
        ...call,
        request_id: "hel-5",
        cache_enabled: true,
        cache_reference_id: "7a1c0000-0000-4000-8000-000000000001",
      },
      expect: { gateway_cache_hit: true },
    },
    {
      title: "a provider of one's own, known by its address",
      record: {
        ...call,
        request_id: "hel-6",
        provider: "CUSTOM",
        target_url: "https://llm.example.test:8080/v1/chat/completions",
      },
      expect: { provider: "llm.example.test" },
    },
    {
      title: "a refused call",
      record: {
        ...call,
        request_id: "hel-7",
        response_status: 429,
        response_body: { error: { message: "Slow down.", type: "requests" } },
      },
      expect: { status: "failed", failure: { class: "rate_limit", code: "429", message: "Slow down." } },
    },
    {
      title: "an answer in one piece, whose first token is its last",
      traps: ["units"],
      record: { ...call, request_id: "hel-13", time_to_first_token: 1790 },
      expect: { latency_ms: 1790, ttft_ms: null },
    },
    {
      title: "a call that its client gave up",
      record: { ...call, request_id: "hel-8", response_status: -3, response_body: null },
      expect: { status: "cancelled" },
    },
    {
      title: "what Helicone could not count or price is unknown, and so is a user that it did not know",
      record: {
        ...call,
        request_id: "hel-9",
        request_user_id: "undefined",
        prompt_tokens: 0,
        prompt_cache_read_tokens: 0,
        completion_tokens: 0,
        cost: 0,
        response_body: unread,
      },
      expect: { usage: null, usage_raw: null, cost_logged: null, end_user: null },
    },
    {
      title: "an older export, with the models of request and answer apart",
      record: { ...call, request_id: "hel-10", request_model: "gpt-4o-mini", response_model: "gpt-4o-mini-2024-07-18" },
      expect: { model_requested: "gpt-4o-mini", model: "gpt-4o-mini-2024-07-18" },
    },
    {
      title: "a call through Helicone's gateway",
      record: { ...call, request_id: "hel-11", provider: "google-ai-studio", request_model: "gemini-2.5-flash" },
      expect: { provider: "google", model: "gemini-2.5-flash" },
    },
  ],
  others: [
    {
      title: "a tool that an application logged",
      record: { ...call, request_body: { _type: "tool", toolName: "track", input: { order: 12 } } },
      what: "tool of a trace",
    },
  ],
  skipped: [
    {
      title: "no time",
      record: { ...call, request_created_at: null },
      field: "request_created_at",
      expected: "ISO 8601",
    },
    {
      title: "a time in seconds",
      record: { ...call, request_created_at: 1_793_610_843 },
      field: "request_created_at",
      expected: "ISO 8601",
    },
    { title: "a negative cost", record: { ...call, cost: -1 }, field: "cost", expected: "USD" },
    {
      title: "half a token",
      record: { ...call, prompt_tokens: 0.5 },
      field: "prompt_tokens",
      expected: "a whole number",
    },
    { title: "no id", record: { ...call, request_id: null }, field: "request_id", expected: "the id of the call" },
    { title: "a text", record: "call", field: null, expected: "a JSON object" },
  ],
};

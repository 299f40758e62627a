import type { ImporterFixtures } from "./conformance.ts";

/** A UUIDv7 of 2026-11-02T09:14:03.120Z. */
const ID = `${Date.UTC(2026, 10, 2, 9, 14, 3, 120)
  .toString(16)
  .padStart(12, "0")
  .replace(/^(.{8})/, "$1-")}-7abc-8def-0123456789ab`;
const messages = [{ role: "user", content: "Where is order 12?" }];
const request = { model: "gpt-4o-mini-2024-07-18", messages, temperature: 0 };
const response = {
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
  usage: { prompt_tokens: 900, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 512 } },
};
const inference = {
  id: ID,
  function_name: "track",
  variant_name: "small",
  episode_id: "ep-1",
  input: JSON.stringify({
    system: "Be brief.",
    messages: [{ role: "user", content: [{ type: "text", text: "Where is order 12?" }] }],
  }),
  output: JSON.stringify([{ type: "text", text: "On its way." }]),
  inference_params: '{"chat_completion":{"temperature":0}}',
  processing_time_ms: 1790,
  ttft_ms: null,
  tags: { user_id: "cust-9", desk: "orders" },
  tool_choice: '"auto"',
};
const model = {
  id: "mi-1",
  inference_id: ID,
  model_name: "openai::gpt-4o-mini",
  model_provider_name: "openai",
  raw_request: JSON.stringify(request),
  raw_response: JSON.stringify(response),
  input_tokens: 900,
  output_tokens: 20,
  provider_cache_read_input_tokens: 512,
  response_time_ms: 1700,
  cost: "0.000296",
  timestamp: "2026-11-02T09:14:04.000Z",
};
const bare = { ...model, raw_request: undefined, raw_response: undefined };

export const tensorzeroFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "an inference alone: its own input, and no tokens",
      record: inference,
      expect: {
        source_id: ID,
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        endpoint: "track",
        session: "ep-1",
        end_user: "cust-9",
        usage: null,
        model: null,
        latency_ms: 1790,
        replayability: "exact",
        request_body: JSON.stringify({
          messages: [{ role: "system", content: "Be brief." }, ...messages],
          temperature: 0,
          tool_choice: "auto",
        }),
      },
    },
    {
      title: "a function with a template: what was filled in is not what was asked",
      traps: ["cut body"],
      record: {
        ...inference,
        id: "inference-2",
        timestamp: "2026-11-02T09:14:03Z",
        input: { messages: [{ role: "user", content: [{ type: "text", arguments: { order: 12 } }] }] },
      },
      expect: { replayability: "truncated", created_at: Date.UTC(2026, 10, 2, 9, 14, 3) },
    },
    {
      title: "an inference whose input was not kept",
      traps: ["missing body"],
      record: { ...inference, id: ID.replace(/b$/, "c"), input: null },
      expect: { replayability: "body_missing" },
    },
  ],
  calls: [
    {
      title: "an inference and the model that answered it: the request as it was sent",
      traps: ["cached tokens", "units"],
      records: [model, inference],
      expect: [
        {
          source_id: ID,
          model: "gpt-4o-mini-2024-07-18",
          provider: "openai",
          latency_ms: 1790,
          cost_logged: 0.000296,
          usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
          gateway_cache_hit: false,
          replayability: "exact",
          request_body: JSON.stringify(request),
          response_body: JSON.stringify(response),
        },
      ],
    },
    {
      title: "Anthropic's counts, which leave the cache out",
      traps: ["cached tokens"],
      records: [inference, { ...bare, model_provider_name: "anthropic", input_tokens: 388 }],
      expect: [{ usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 } }],
    },
    {
      title: "an answer from TensorZero's cache: counts of nothing",
      traps: ["gateway cache hit"],
      records: [inference, { ...bare, input_tokens: 0, output_tokens: 0, provider_cache_read_input_tokens: 0 }],
      expect: [{ gateway_cache_hit: true }],
    },
    {
      title: "the best of two: tokens and costs of both, the input as the function knows it",
      records: [inference, model, { ...model, id: "mi-2" }],
      expect: [
        {
          usage: { input_uncached: 776, cache_read: 1024, cache_write: 0, output: 40, reasoning: 0 },
          cost_logged: 0.000592,
          response_body: JSON.stringify({
            object: "chat.completion",
            choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
          }),
        },
      ],
    },
  ],
  skipped: [
    { title: "no time", record: { ...inference, id: "inference-3" }, field: "timestamp", expected: "UUIDv7" },
    {
      title: "a time that is none",
      record: { ...inference, timestamp: "soon" },
      field: "timestamp",
      expected: "ISO 8601",
    },
    {
      title: "a negative latency",
      record: { ...inference, processing_time_ms: -1 },
      field: "processing_time_ms",
      expected: "milliseconds",
    },
    { title: "no id", record: { ...inference, id: null }, field: "id", expected: "the id of the inference" },
    { title: "a text", record: "inference", field: null, expected: "a JSON object" },
  ],
};

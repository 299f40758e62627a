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
  cost: "0.00029612345678",
  timestamp: "2026-11-02T09:14:04.000Z",
};
const bare = { ...model, raw_request: undefined, raw_response: undefined };

export const tensorzeroFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "an inference alone: its own input, which a function's configuration may add to, and no tokens",
      traps: ["cut body"],
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
        replayability: "truncated",
        request_body: JSON.stringify({
          messages: [{ role: "system", content: "Be brief." }, ...messages],
          temperature: 0,
        }),
      },
    },
    {
      title: "a model asked by its name, with tools and their results",
      record: {
        inferences: [
          {
            type: "chat",
            function_name: "tensorzero::default",
            variant_name: "openai::gpt-4o-mini",
            inference_id: ID.replace(/b$/, "d"),
            timestamp: "2026-11-02T09:14:03Z",
            input: {
              messages: [
                { role: "user", content: [{ type: "text", text: "Where are 12 and 13?" }] },
                {
                  role: "assistant",
                  content: [
                    { type: "tool_call", id: "c1", name: "find", arguments: '{"id":12}' },
                    { type: "tool_call", id: "c2", name: "find", arguments: '{"id":13}' },
                  ],
                },
                {
                  role: "user",
                  content: [
                    { type: "tool_result", id: "c1", name: "find", result: "Here." },
                    { type: "tool_result", id: "c2", name: "find", result: "There." },
                    { type: "text", value: "Quick!" },
                  ],
                },
              ],
            },
            output: [{ type: "text", text: "On their way." }],
            inference_params: { chat_completion: { stop_sequences: ["END"], json_mode: "off" } },
            additional_tools: [{ name: "find", description: "", parameters: { type: "object" }, strict: false }],
            allowed_tools: ["find"],
            tool_choice: { specific: "find" },
          },
        ],
      },
      expect: {
        source_id: ID.replace(/b$/, "d"),
        replayability: "exact",
        request_body: JSON.stringify({
          messages: [
            { role: "user", content: "Where are 12 and 13?" },
            {
              role: "assistant",
              content: "",
              tool_calls: [
                { id: "c1", type: "function", function: { name: "find", arguments: '{"id":12}' } },
                { id: "c2", type: "function", function: { name: "find", arguments: '{"id":13}' } },
              ],
            },
            { role: "tool", tool_call_id: "c1", content: "Here." },
            { role: "tool", tool_call_id: "c2", content: "There." },
            { role: "user", content: "Quick!" },
          ],
          stop: ["END"],
          tools: [{ type: "function", function: { name: "find", parameters: { type: "object" } } }],
          tool_choice: { type: "function", function: { name: "find" } },
        }),
      },
    },
    {
      title: "a tool of which only the name is known",
      traps: ["cut body"],
      record: {
        ...inference,
        id: ID.replace(/b$/, "e"),
        function_name: "tensorzero::default",
        allowed_tools: '{"tools":["find"],"choice":"function_default"}',
      },
      expect: { replayability: "truncated" },
    },
    {
      title: "a picture, which a chat message cannot hold as it is logged",
      traps: ["cut body"],
      record: {
        ...inference,
        id: ID.replace(/b$/, "f"),
        function_name: "tensorzero::default",
        input: { messages: [{ role: "user", content: [{ type: "file", mime_type: "image/png" }] }] },
      },
      expect: { replayability: "truncated" },
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
          cost_logged: 0.00029612345678,
          usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
          gateway_cache_hit: false,
          replayability: "exact",
          request_body: JSON.stringify(request),
          response_body: JSON.stringify(response),
        },
      ],
    },
    {
      title: "a model that answers under another name than it was asked by",
      records: [
        inference,
        { ...model, raw_response: JSON.stringify({ ...response, model: "gpt-4o-mini-2025-01-01" }) },
      ],
      expect: [{ model: "gpt-4o-mini-2025-01-01" }],
    },
    {
      title: "Anthropic's counts, which leave the cache out",
      traps: ["cached tokens"],
      records: [inference, { ...bare, model_provider_name: "anthropic", input_tokens: 388 }],
      expect: [{ usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 } }],
    },
    {
      title: "a stream, whose answer is kept as its chunks, one a line",
      traps: ["cached tokens"],
      records: [
        inference,
        {
          ...model,
          raw_request: JSON.stringify({ ...request, stream: true }),
          raw_response: [
            { choices: [{ index: 0, delta: { role: "assistant", content: "On its" }, finish_reason: null }] },
            { choices: [{ index: 0, delta: { content: " way." }, finish_reason: "stop" }] },
            { choices: [], usage: response.usage },
          ]
            .map((chunk) => JSON.stringify(chunk))
            .join("\n"),
          provider_cache_read_input_tokens: null,
        },
      ],
      expect: [
        {
          stream: true,
          usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
          signals: {
            finish_reason: "stop",
            output_tokens: 20,
            refusal: false,
            tool_calls: false,
            tool_calls_valid: true,
            json_schema: null,
            mean_logprob: null,
          },
        },
      ],
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
          cost_logged: 0.00059224691356,
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

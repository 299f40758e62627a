import type { ImporterFixtures } from "./conformance.ts";

const completion = {
  object: "chat.completion",
  id: "chatcmpl-1",
  model: "gpt-4o-mini-2024-07-18",
  created: 1_793_610_843,
  request_id: "req_1",
  tool_choice: null,
  usage: {
    prompt_tokens: 900,
    completion_tokens: 20,
    total_tokens: 920,
    prompt_tokens_details: { cached_tokens: 512 },
  },
  // As JSON.parse reads the digits 4944116822809979520.
  seed: Number("4944116822809979520"),
  temperature: 0,
  top_p: 1,
  input_user: "cust-9",
  tools: null,
  metadata: { desk: "orders" },
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
  response_format: null,
};
const question = { role: "user", content: "Where is order 12?" };

export const openaiStoredFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a completion of the list: its messages are listed apart",
      traps: ["missing body", "cached tokens", "units"],
      record: { object: "list", data: [completion], first_id: "chatcmpl-1", last_id: "chatcmpl-1", has_more: false },
      expect: {
        source_id: "chatcmpl-1",
        created_at: 1_793_610_843_000,
        latency_ms: null,
        end_user: "cust-9",
        metadata: { desk: "orders" },
        provider: "openai",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        replayability: "body_missing",
      },
    },
    {
      title:
        "a completion that somebody put its messages into; a seed that lost its digits is left out, and so is what nobody asked for",
      record: { ...completion, id: "chatcmpl-2", messages: [{ ...question, name: null, content_parts: null }] },
      expect: {
        replayability: "exact",
        request_body: JSON.stringify({
          model: "gpt-4o-mini-2024-07-18",
          messages: [question],
          temperature: 0,
        }),
      },
    },
  ],
  calls: [
    {
      title: "a completion and its messages, in whatever order",
      records: [
        {
          object: "list",
          data: [
            { id: "chatcmpl-1-1", ...question },
            { id: "chatcmpl-1-0", role: "system", content: "Be brief." },
          ],
        },
        completion,
      ],
      expect: [
        {
          source_id: "chatcmpl-1",
          replayability: "exact",
          request_body: JSON.stringify({
            model: "gpt-4o-mini-2024-07-18",
            messages: [{ role: "system", content: "Be brief." }, question],
            temperature: 0,
          }),
        },
      ],
    },
  ],
  untrapped: {
    "cut body": "the API hands out whole bodies",
    "gateway cache hit": "no gateway stands between",
  },
  skipped: [
    {
      title: "messages without their completion",
      record: { id: "chatcmpl-3", messages: [question] },
      field: "choices",
      expected: "a completion",
    },
    {
      title: "no time",
      record: { ...completion, created: null },
      field: "created",
      expected: "seconds since the epoch",
    },
    {
      title: "a time in milliseconds",
      record: { ...completion, created: 1_793_610_843_000 },
      field: "created",
      expected: "looks like milliseconds",
    },
    {
      title: "half a token",
      record: { ...completion, usage: { prompt_tokens: 0.5, completion_tokens: 1 } },
      field: "completion.usage.prompt_tokens",
      expected: "a whole number",
    },
    { title: "a text", record: "completion", field: null, expected: "a JSON object" },
  ],
};

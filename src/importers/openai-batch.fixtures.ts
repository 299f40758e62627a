import type { ImporterFixtures } from "./conformance.ts";

const body = {
  model: "gpt-4o-mini",
  messages: [{ role: "user", content: "Is parcel 12 late?" }],
  user: "u-7",
  metadata: { desk: "parcels" },
};
const asked = { custom_id: "row-1", method: "POST", url: "/v1/chat/completions", body };
const said = {
  id: "chatcmpl-b1",
  object: "chat.completion",
  created: 1_793_610_843,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "It arrives tomorrow." } }],
  usage: { prompt_tokens: 40, completion_tokens: 6, total_tokens: 46, prompt_tokens_details: { cached_tokens: 32 } },
};
const answered = {
  id: "batch_req_1",
  custom_id: "row-1",
  response: { status_code: 200, request_id: "req_1", body: said },
  error: null,
};
const expired = {
  id: "batch_req_2",
  custom_id: "row-2",
  response: null,
  error: { code: "batch_expired", message: "The window closed first." },
};

export const openaiBatchFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a line of the output file alone: tokens, and no request",
      traps: ["missing body", "cached tokens"],
      record: answered,
      expect: {
        source_id: "batch_req_1",
        dialect: "openai-chat",
        created_at: 1_793_610_843_000,
        model: "gpt-4o-mini-2024-07-18",
        usage: { input_uncached: 8, cache_read: 32, cache_write: 0, output: 6, reasoning: 0 },
        latency_ms: null,
        cost_logged: null,
        replayability: "body_missing",
      },
    },
    {
      title: "a line of Azure's output file, which has no id of its own",
      record: { custom_id: "task-0", response: { request_id: "req_7", status_code: 200, body: said }, error: null },
      expect: { source_id: "req_7", dialect: "openai-chat" },
    },
    {
      title: "a line of the input file alone: a prompt",
      record: asked,
      expect: {
        model: null,
        model_requested: "gpt-4o-mini",
        replayability: "exact",
        created_at: Date.UTC(2026, 10, 2),
        usage: null,
      },
    },
    {
      title: "a moderation, whose body looks like a Responses call",
      record: {
        custom_id: "row-9",
        method: "POST",
        url: "/v1/moderations",
        body: { model: "omni-moderation-latest", input: "Hello?" },
      },
      expect: { dialect: "unknown", replayability: "unknown_dialect" },
    },
    {
      title: "an error of the provider",
      record: {
        ...answered,
        id: "batch_req_3",
        response: { status_code: 429, body: { error: { message: "Slow down.", type: "rate_limit_exceeded" } } },
      },
      expect: {
        status: "failed",
        failure: { class: "rate_limit", code: "rate_limit_exceeded", message: "Slow down." },
      },
    },
    {
      title: "a request that the window closed on",
      record: expired,
      expect: {
        status: "cancelled",
        failure: { class: "cancelled", code: "batch_expired", message: "The window closed first." },
      },
    },
  ],
  calls: [
    {
      title: "input and output, in either order",
      traps: ["units"],
      records: [answered, asked],
      expect: [
        {
          source_id: "batch_req_1",
          created_at: 1_793_610_843_000,
          dialect: "openai-chat",
          end_user: "u-7",
          tags: ["batch"],
          metadata: { desk: "parcels", custom_id: "row-1" },
          replayability: "exact",
          request_body: JSON.stringify(body),
          response_body: JSON.stringify(said),
        },
      ],
    },
    {
      title: "input and error file",
      records: [{ ...asked, custom_id: "row-2" }, expired],
      expect: [{ status: "cancelled", replayability: "exact", response_body: null }],
    },
  ],
  untrapped: {
    "cut body": "the API writes whole bodies",
    "gateway cache hit": "no gateway stands between: the provider itself answers a batch",
  },
  skipped: [
    {
      title: "an id used by two requests",
      record: { custom_id: "row-1", parts: 3 },
      field: "custom_id",
      expected: "one by one",
    },
    { title: "no custom_id", record: { ...asked, custom_id: 7 }, field: "custom_id", expected: "joins a request" },
    {
      title: "a time in milliseconds",
      record: { ...answered, response: { status_code: 200, body: { ...said, created: 1_793_610_843_000 } } },
      field: "response.body.created",
      expected: "looks like milliseconds",
    },
    {
      title: "tokens below zero",
      record: {
        ...answered,
        response: { status_code: 200, body: { ...said, usage: { prompt_tokens: -1, completion_tokens: 2 } } },
      },
      field: "response.body.usage.prompt_tokens",
      expected: "0 or more",
    },
    { title: "a text", record: "line", field: null, expected: "a JSON object" },
  ],
};

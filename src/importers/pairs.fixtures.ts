import type { ImporterFixtures } from "./conformance.ts";

const request = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Where is order 12?" }] };
const response = {
  id: "chatcmpl-r1",
  created: 1_793_610_843,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "On its way." } }],
  usage: { prompt_tokens: 900, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 512 } },
};
const claude = {
  request: { model: "claude-haiku-4-5", max_tokens: 100, system: "Be brief.", messages: request.messages },
  response: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5",
    content: [{ type: "text", text: "On its way." }],
    stop_reason: "end_turn",
    usage: { input_tokens: 388, cache_read_input_tokens: 512, cache_creation_input_tokens: 0, output_tokens: 20 },
  },
};
const chunk = (delta: object, finish_reason: string | null = null): object => ({
  id: "chatcmpl-s1",
  object: "chat.completion.chunk",
  created: 1_793_610_843,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, delta, finish_reason }],
});
const chunks = [chunk({ role: "assistant", content: "On its" }), chunk({ content: " way." }), chunk({}, "stop")];
const events = `${chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")}data: [DONE]\n\n`;
const claudeEvents = [
  { type: "message_start", message: { ...claude.response, content: [], stop_reason: null } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "On its way." } },
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 20 } },
  { type: "message_stop" },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}`);
const plainClaude = { model: "claude-haiku-4-5", max_tokens: 100, messages: request.messages };
const answer = { choices: [{ finish_reason: "stop", message: { role: "assistant", content: "On its way." } }] };

export const pairsFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a chat call and its answer, which knows the time",
      traps: ["cached tokens", "units"],
      record: { request, response },
      expect: {
        source_id: "chatcmpl-r1",
        created_at: 1_793_610_843_000,
        dialect: "openai-chat",
        model_requested: "gpt-4o-mini",
        model: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        latency_ms: null,
        replayability: "exact",
      },
    },
    {
      title: "an Anthropic call, with what its caller measured",
      traps: ["cached tokens"],
      record: {
        ...claude,
        id: "mine-1",
        timestamp: "2026-11-02T09:14:03Z",
        latency_ms: 1790,
        user_id: "cust-9",
        tags: ["desk"],
      },
      expect: {
        source_id: "mine-1",
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3),
        dialect: "anthropic-messages",
        provider: "anthropic",
        latency_ms: 1790,
        end_user: "cust-9",
        tags: ["desk"],
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
      },
    },
    {
      title: "a Responses call",
      record: {
        request: { model: "gpt-4o-mini", input: "Where is order 12?" },
        response: {
          id: "resp_1",
          created_at: 1_793_610_843,
          model: "gpt-4o-mini-2024-07-18",
          output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "On its way." }] }],
          usage: { input_tokens: 900, input_tokens_details: { cached_tokens: 512 }, output_tokens: 20 },
        },
      },
      expect: {
        dialect: "openai-responses",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
      },
    },
    {
      title: "logged HTTP messages, bodies as texts, a time in milliseconds",
      traps: ["units"],
      record: {
        id: 7,
        time: 1_793_610_843_120,
        request: {
          method: "POST",
          url: "https://openrouter.ai/api/v1/chat/completions",
          body: JSON.stringify(request),
        },
        response: { status: 200, body: JSON.stringify(response) },
      },
      expect: { source_id: "7", created_at: 1_793_610_843_120, provider: "openrouter", replayability: "exact" },
    },
    {
      title: "a stream as the text of its events",
      record: { id: "s-1", request: { ...request, stream: true }, response: events },
      expect: { stream: true, created_at: 1_793_610_843_000, model: "gpt-4o-mini-2024-07-18" },
    },
    {
      title: "a stream as the list of its chunks",
      record: { id: "s-2", request, response: chunks },
      expect: { stream: true, source_id: "s-2", model: "gpt-4o-mini-2024-07-18" },
    },
    {
      title:
        "a plain Anthropic call, whose answer alone tells it from a chat of OpenAI's, as the list of its events' texts",
      traps: ["cached tokens"],
      record: { id: "s-3", request: { ...plainClaude, stream: true }, response: claudeEvents },
      expect: {
        stream: true,
        dialect: "anthropic-messages",
        provider: "anthropic",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        response_body: JSON.stringify({
          ...claude.response,
          content: claude.response.content,
          usage: { ...claude.response.usage, output_tokens: 20 },
        }),
      },
    },
    {
      title: "a stream that was cut: half an answer counts for none",
      traps: ["cut body"],
      record: { id: "s-4", request, response: events.split("\n\n")[0] },
      expect: { stream: true, status: "ok", answer_hash: null },
    },
    {
      title: "a response that is no JSON any more",
      traps: ["cut body"],
      record: { id: "cut", request, response: '{"choices":[{"mess' },
      expect: { replayability: "exact", usage: null, answer_hash: null },
    },
    {
      title: "a refused Anthropic call: who was asked is who refused",
      record: {
        id: "no-2",
        request: plainClaude,
        response: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
      },
      expect: {
        status: "failed",
        dialect: "anthropic-messages",
        model: "claude-haiku-4-5",
        provider: "anthropic",
        failure: { class: "server", code: "overloaded_error", message: "Overloaded" },
      },
    },
    {
      title: "a refused call",
      record: {
        id: "no",
        request,
        response: { status: 429, body: { error: { message: "Slow down.", type: "requests" } } },
      },
      expect: {
        status: "failed",
        failure: { class: "rate_limit", code: "429", message: "Slow down." },
        response_body: null,
      },
    },
    {
      title: "an answer without counts",
      record: { id: "bare", request, response: answer },
      expect: { usage: null, model: "gpt-4o-mini", created_at: Date.UTC(2026, 10, 2) },
    },
  ],
  untrapped: {
    "missing body": "a record without the body of its request is skipped: it is what the pair is kept for",
    "gateway cache hit": "no gateway stands between",
  },
  skipped: [
    { title: "no request", record: { request: {}, response }, field: "request", expected: "the body of a request" },
    {
      title: "a time in nanoseconds",
      record: { request, response, time: 1.79e18 },
      field: "time",
      expected: "milliseconds",
    },
    {
      title: "a negative latency",
      record: { request, response, latency_ms: -1 },
      field: "latency_ms",
      expected: "milliseconds",
    },
    {
      title: "half a token",
      record: { request, response: { ...response, usage: { prompt_tokens: 0.5, completion_tokens: 1 } } },
      field: "response.usage.prompt_tokens",
      expected: "a whole number",
    },
    { title: "a text", record: "pair", field: null, expected: "a JSON object" },
  ],
};

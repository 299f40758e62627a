import type { ImporterFixtures } from "./conformance.ts";

const input = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Name a calm colour." }], temperature: 0 };
const output = {
  id: "chatcmpl-p1",
  created: 1_793_610_843,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Blue." } }],
  usage: { prompt_tokens: 12, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
};
const row = { input, output, tags: { prompt_id: "colours" } };

export const openpipeFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a call, its whole request and answer",
      traps: ["cached tokens", "units"],
      record: row,
      expect: {
        source_id: "chatcmpl-p1",
        created_at: 1_793_610_843_000,
        model: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        metadata: { prompt_id: "colours" },
        usage: { input_uncached: 8, cache_read: 4, cache_write: 0, output: 2, reasoning: 0 },
        replayability: "exact",
        request_body: JSON.stringify(input),
      },
    },
    {
      title: "a call of OpenPipe's own model, which writes milliseconds",
      traps: ["units"],
      record: {
        input: { ...input, model: "openpipe:colours" },
        output: { ...output, id: "d41f", model: "openpipe:colours", created: 1_793_610_843_120 },
        tags: {},
      },
      expect: { created_at: 1_793_610_843_120, model: "openpipe:colours", provider: "openpipe" },
    },
    {
      title: "a call that failed, its error in place of the answer",
      record: { input, output: { error: { message: "Too many requests.", status: 429 } }, tags: {} },
      expect: {
        status: "failed",
        model: "gpt-4o-mini",
        provider: "openai",
        created_at: Date.UTC(2026, 10, 2),
        failure: { class: "rate_limit", code: "429", message: "Too many requests." },
        response_body: null,
      },
    },
  ],
  untrapped: {
    "missing body": "a record without its request is skipped: nothing else in it says what was asked",
    "cut body": "the log keeps whole bodies",
    "gateway cache hit": "the log does not say it",
  },
  skipped: [
    { title: "no request", record: { ...row, input: {} }, field: "input", expected: "the chat request" },
    {
      title: "a time in microseconds",
      record: { ...row, output: { ...output, created: 1_793_610_843_120_000 } },
      field: "output.created",
      expected: "seconds or milliseconds since the epoch",
    },
    {
      title: "half a token",
      record: { ...row, output: { ...output, usage: { prompt_tokens: 1.5, completion_tokens: 1 } } },
      field: "output.usage.prompt_tokens",
      expected: "a whole number",
    },
    { title: "a number", record: 7, field: null, expected: "a JSON object" },
  ],
};

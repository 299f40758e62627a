import type { ImporterFixtures } from "./conformance.ts";

const row = {
  generation_id: "gen-1",
  created_at: "2026-11-02 09:14:03.120",
  cost_total: "0.000296",
  cost_web_search: "0",
  cost_cache: "-0.0000768",
  cost_file_processing: "0",
  byok_usage_inference: "0",
  tokens_prompt: "1240",
  tokens_completion: "312",
  tokens_reasoning: "12",
  tokens_cached: "1024",
  model_permaslug: "openai/gpt-4o-mini-2024-07-18",
  provider_name: "OpenAI",
  variant: "",
  cancelled: "false",
  streamed: "true",
  user: "cust-88",
  finish_reason_raw: "stop",
  finish_reason_normalized: "stop",
  generation_time_ms: "1790",
  time_to_first_token_ms: "400",
  app_name: "desk",
  api_key_name: "prod",
};

export const openrouterCsvFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a row of the export: a credit for the cache is in the total already",
      traps: ["missing body", "cached tokens", "units"],
      record: row,
      expect: {
        source_id: "gen-1",
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        latency_ms: 1790,
        ttft_ms: 400,
        stream: true,
        model: "openai/gpt-4o-mini-2024-07-18",
        provider: "openrouter",
        usage: { input_uncached: 216, cache_read: 1024, cache_write: 0, output: 300, reasoning: 12 },
        cost_logged: 0.000296,
        api_key: "prod",
        end_user: "cust-88",
        metadata: { app: "desk", upstream: "OpenAI" },
        replayability: "body_missing",
      },
    },
    {
      title: "a call paid with the user's own key",
      record: { ...row, generation_id: "gen-2", cost_total: "0.25", byok_usage_inference: "0.5" },
      expect: { cost_logged: 0.75 },
    },
    {
      title: "a variant of a model",
      record: { ...row, generation_id: "gen-3", variant: "free" },
      expect: { model: "openai/gpt-4o-mini-2024-07-18:free" },
    },
    {
      title: "a call that the client cancelled",
      record: { ...row, generation_id: "gen-4", cancelled: "true" },
      expect: { status: "cancelled" },
    },
    {
      title: "a call that the content filter stopped",
      record: {
        ...row,
        generation_id: "gen-5",
        finish_reason_normalized: "content_filter",
        finish_reason_raw: "SAFETY",
      },
      expect: { failure: { class: "content_filter", code: "SAFETY", message: "stopped by the content filter" } },
    },
  ],
  untrapped: {
    "cut body": "the export holds no bodies",
    "gateway cache hit": "the export does not say it",
  },
  skipped: [
    { title: "no time", record: { ...row, created_at: "" }, field: "created_at", expected: "ISO 8601" },
    { title: "a cost that is no number", record: { ...row, cost_total: "free" }, field: "cost_total", expected: "USD" },
    {
      title: "half a token",
      record: { ...row, tokens_prompt: "1.5" },
      field: "tokens_prompt",
      expected: "a whole number",
    },
    { title: "no model", record: { ...row, model_permaslug: "" }, field: "model_permaslug", expected: "maker/model" },
    {
      title: "no id",
      record: { ...row, generation_id: "" },
      field: "generation_id",
      expected: "the id of the generation",
    },
    { title: "a text", record: "row", field: null, expected: "a JSON object" },
  ],
};

import type { ImporterFixtures } from "./conformance.ts";
import { anthropicRecords, incompleteRecords, spanRecords } from "./langfuse/other-shapes.fixtures.ts";
import { integrationRecords } from "./langfuse/integrations.fixtures.ts";
import { message, messages, observation, tools } from "./langfuse/observation.fixtures.ts";
import { usageRecords } from "./langfuse/usage.fixtures.ts";

const request = { model: "gpt-4o-mini-2024-07-18", temperature: 0, max_tokens: 512, messages, tools };
const { providedModelName: _, ...plain } = observation;

export const langfuseFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "an observation of the API: counts apart, seconds, bodies as texts",
      traps: ["cached tokens", "units"],
      record: observation,
      expect: {
        source_id: "obs-1",
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        latency_ms: 1790,
        ttft_ms: 400,
        cost_logged: 0.000296,
        end_user: "cust-9",
        session: "s-1",
        tags: ["prod"],
        metadata: { desk: "orders", trace_id: "tr-1", environment: "production" },
        model: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        replayability: "exact",
        request_body: JSON.stringify(request),
        response_body: JSON.stringify({
          object: "chat.completion",
          choices: [{ index: 0, finish_reason: "tool_calls", message }],
        }),
      },
    },
    {
      title: "a line of the export: bodies as values, other names, no end",
      record: {
        ...plain,
        id: "obs-4",
        endTime: undefined,
        model: "claude-haiku-4-5",
        input: messages,
        output: { role: "assistant", content: "On its way." },
        usageDetails: undefined,
        inputUsage: 900,
        outputUsage: 20,
        totalUsage: 920,
        traceTags: ["desk"],
        tags: undefined,
      },
      expect: {
        latency_ms: 1790,
        provider: "anthropic",
        tags: ["desk"],
        usage: { input_uncached: 900, cache_read: 0, cache_write: 0, output: 20, reasoning: 0 },
        request_body: JSON.stringify({ model: "claude-haiku-4-5", temperature: 0, max_tokens: 512, messages }),
      },
    },
    {
      title: "a row of the export as a table: all texts",
      record: {
        ...plain,
        id: "obs-5",
        model: "gpt-4o-mini",
        input: JSON.stringify(messages),
        metadata: '{"desk":"orders"}',
        modelParameters: '{"temperature":"0.5","max_tokens":"64"}',
        usageDetails: '{"input":"388","input_cached_tokens":"512","output":"20","total":"920"}',
        totalCost: "0.000296",
        latency: "1.79",
        timeToFirstToken: "0.4",
        traceTags: '["desk"]',
        tags: undefined,
      },
      expect: {
        cost_logged: 0.000296,
        metadata: { desk: "orders", trace_id: "tr-1", environment: "production" },
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
        request_body: JSON.stringify({ model: "gpt-4o-mini", temperature: 0.5, max_tokens: 64, messages }),
      },
    },
    {
      title: "an object of the export to blob storage: tool calls beside the answer",
      record: {
        id: "obs-6",
        trace_id: "tr-6",
        project_id: "p-1",
        type: "GENERATION",
        level: "DEFAULT",
        start_time: "2026-11-02 09:14:03.120",
        end_time: "2026-11-02 09:14:04.910",
        completion_start_time: "",
        input: JSON.stringify(messages),
        output: "Looking it up.",
        provided_model_name: "gpt-4o-mini",
        model_parameters: {},
        usage_details: { input: 900, output: 20, total: 920 },
        cost_details: { total: 0.0003 },
        tool_calls: ['{"id":"call_1","name":"track","arguments":"{}"}'],
      },
      expect: {
        created_at: Date.UTC(2026, 10, 2, 9, 14, 3, 120),
        latency_ms: 1790,
        ttft_ms: null,
        cost_logged: 0.0003,
        response_body: JSON.stringify({
          object: "chat.completion",
          choices: [
            {
              index: 0,
              finish_reason: "tool_calls",
              message: { role: "assistant", content: "Looking it up.", tool_calls: message.tool_calls },
            },
          ],
        }),
      },
    },
    {
      title: "LangChain's tools, which stand among the messages",
      record: { ...observation, id: "obs-7", input: [...messages, { role: "tool", content: tools[0] }] },
      expect: { replayability: "exact", request_body: JSON.stringify(request) },
    },
    {
      title: "a prompt that is a text",
      record: { ...observation, id: "obs-8", input: "Where is order 12?", modelParameters: null },
      expect: { request_body: JSON.stringify({ model: "gpt-4o-mini-2024-07-18", messages }) },
    },
    {
      title: "an observation without bodies",
      traps: ["missing body"],
      record: { ...observation, id: "obs-9", input: null, output: null },
      expect: { replayability: "body_missing", request_body: null, response_body: null },
    },
    {
      title: "a body that was cut",
      traps: ["cut body"],
      record: { ...observation, id: "obs-10", input: '{"messages":[{"role":"user","con' },
      expect: { replayability: "truncated" },
    },
    {
      title: "a call that failed",
      record: {
        ...observation,
        id: "obs-11",
        level: "ERROR",
        statusMessage: "RateLimitError: 429 Slow down.",
        output: null,
      },
      expect: {
        status: "failed",
        failure: { class: "rate_limit", code: "429", message: "RateLimitError: 429 Slow down." },
      },
    },
    {
      title: "an embedding",
      record: {
        ...observation,
        id: "obs-12",
        type: "EMBEDDING",
        input: "order 12",
        providedModelName: "text-embedding-3-small",
      },
      expect: { dialect: "embeddings", provider: "openai" },
    },
    {
      title: "a page of the API",
      record: { data: [{ ...observation, id: "obs-13" }], meta: { cursor: null } },
      expect: { source_id: "obs-13" },
    },
    ...integrationRecords,
    ...spanRecords,
    ...anthropicRecords,
    ...incompleteRecords,
    ...usageRecords,
  ],
  others: [
    { title: "a span", record: { ...observation, type: "SPAN" }, what: "span of a trace" },
    { title: "a tool that ran", record: { ...observation, type: "TOOL" }, what: "tool of a trace" },
  ],
  skipped: [
    { title: "no start", record: { ...observation, startTime: null }, field: "startTime", expected: "ISO 8601" },
    {
      title: "an end before the start",
      record: { ...observation, endTime: "2026-11-02T09:14:00Z" },
      field: "endTime",
      expected: "not before",
    },
    { title: "a negative cost", record: { ...observation, totalCost: -1 }, field: "totalCost", expected: "USD" },
    {
      title: "half a token",
      record: { ...observation, usageDetails: { input: 0.5, output: 1 } },
      field: "usageDetails.input",
      expected: "a whole number",
    },
    { title: "no id", record: { ...observation, id: null }, field: "id", expected: "the observation's id" },
    {
      title: "a type of its own",
      record: { ...observation, type: "DREAM" },
      field: "type",
      expected: "an observation's type",
    },
    { title: "a text", record: "obs", field: null, expected: "a JSON object" },
  ],
};

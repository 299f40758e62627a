import type { ImporterFixtures } from "../conformance.ts";
import { other } from "./call.fixtures.ts";

const CLAUDE = {
  "ai.operationId": "ai.generateText.doGenerate",
  "ai.model.id": "claude-haiku-4-5",
  "ai.model.provider": "anthropic.messages",
};

export const VERCEL: ImporterFixtures["accepted"] = [
  {
    title:
      "tokens written to Anthropic's cache, which version 5 of the Vercel AI SDK has in the provider's own words only",
    record: other("aaa29b7ec3c1b170", {
      ...CLAUDE,
      "ai.usage.inputTokens": 4,
      "ai.usage.outputTokens": 104,
      "ai.usage.totalTokens": 108,
      "ai.usage.cachedInputTokens": 0,
      "ai.response.providerMetadata": JSON.stringify({
        anthropic: {
          usage: { input_tokens: 4, output_tokens: 1, cache_creation_input_tokens: 2183, cache_read_input_tokens: 0 },
          cacheCreationInputTokens: 2183,
        },
      }),
    }),
    expect: { usage: { input_uncached: 4, cache_read: 0, cache_write: 2183, output: 104, reasoning: 0 } },
    traps: ["cached tokens"],
  },
  {
    title: "the same in version 4, which counts no cached tokens itself",
    record: other("aaa29b7ec3c1b171", {
      ...CLAUDE,
      "ai.usage.promptTokens": 4,
      "ai.usage.completionTokens": 104,
      "ai.response.providerMetadata": '{"anthropic":{"cacheCreationInputTokens":1000,"cacheReadInputTokens":3}}',
    }),
    expect: { usage: { input_uncached: 4, cache_read: 3, cache_write: 1000, output: 104, reasoning: 0 } },
    traps: ["cached tokens"],
  },
  {
    title: "an object of version 6, which counts the cache in and has no details in such spans",
    record: other("aaa29b7ec3c1b172", {
      ...CLAUDE,
      "ai.operationId": "ai.streamObject.doStream",
      "ai.stream.msToFirstChunk": 120.5,
      "ai.usage.inputTokens": 3000,
      "ai.usage.outputTokens": 10,
      "ai.usage.cachedInputTokens": 2000,
      "ai.response.providerMetadata": '{"anthropic":{"usage":{"input_tokens":1000,"cache_read_input_tokens":2000}}}',
    }),
    expect: {
      ttft_ms: 120.5,
      stream: true,
      usage: { input_uncached: 1000, cache_read: 2000, cache_write: 0, output: 10, reasoning: 0 },
    },
    traps: ["cached tokens", "units"],
  },
  {
    title: "Gemini's thoughts, which that SDK counted beside the output",
    record: other("aaa29b7ec3c1b173", {
      ...CLAUDE,
      "ai.model.id": "gemini-2.5-flash",
      "ai.model.provider": "google.generative-ai",
      "ai.usage.inputTokens": 14,
      "ai.usage.outputTokens": 500,
      "ai.usage.reasoningTokens": 200,
      "ai.usage.totalTokens": 714,
    }),
    expect: {
      provider: "google",
      usage: { input_uncached: 14, cache_read: 0, cache_write: 0, output: 500, reasoning: 200 },
    },
  },
  {
    title: "a call through the Vercel AI Gateway, which tells who served it and what it cost",
    record: other("aaa29b7ec3c1b174", {
      ...CLAUDE,
      "ai.model.id": "openai/gpt-4o-mini",
      "ai.model.provider": "gateway",
      "ai.usage.inputTokens": 14,
      "ai.response.providerMetadata": JSON.stringify({
        gateway: { routing: { resolvedProvider: "azure", finalProvider: "azure" }, cost: "0.00001155" },
      }),
    }),
    expect: {
      model_requested: "openai/gpt-4o-mini",
      model: "gpt-4o-mini",
      provider: "azure",
      cost_logged: 0.00001155,
    },
  },
  {
    title: "a call through that gateway of which it tells nothing: the maker's",
    record: other("aaa29b7ec3c1b175", {
      ...CLAUDE,
      "ai.model.id": "openai/gpt-4o-mini",
      "ai.model.provider": "gateway",
    }),
    expect: { model: "gpt-4o-mini", provider: "openai", cost_logged: null },
  },
  {
    title: "a stream of version 7, after the conventions",
    record: other("aaa29b7ec3c1b176", {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-haiku-4-5",
      "gen_ai.client.operation.time_to_first_chunk": 0.25,
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 1,
      "gen_ai.usage.cache_read.input_tokens": 60,
    }),
    expect: {
      ttft_ms: 250,
      stream: true,
      usage: { input_uncached: 40, cache_read: 60, cache_write: 0, output: 1, reasoning: 0 },
    },
    traps: ["units"],
  },
  {
    title: "a picture as the bytes that JSON made of it",
    record: other("aaa29b7ec3c1b177", {
      ...CLAUDE,
      "ai.prompt.messages": JSON.stringify([
        { role: "user", content: [{ type: "file", mediaType: "image/*", data: { 0: 104, 1: 105 } }] },
      ]),
    }),
    expect: {
      replayability: "exact",
      request_body: JSON.stringify({
        model: "claude-haiku-4-5",
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/jpeg;base64,aGk=" } }] },
        ],
      }),
    },
  },
];

import { expect, test } from "vitest";
import { usageOf } from "./provider-usage.ts";

const usage = (
  input_uncached: number,
  cache_read: number,
  cache_write: number,
  output: number,
  reasoning = 0,
): object => ({
  input_uncached,
  cache_read,
  cache_write,
  output,
  reasoning,
});

test.each([
  [
    "OpenAI chat",
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 12 },
    },
    usage(36, 64, 0, 8, 12),
  ],
  [
    "OpenAI Responses",
    {
      input_tokens: 100,
      output_tokens: 20,
      input_tokens_details: { cached_tokens: 64 },
      output_tokens_details: { reasoning_tokens: 5 },
    },
    usage(36, 64, 0, 15, 5),
  ],
  [
    "Anthropic",
    { input_tokens: 10, cache_read_input_tokens: 900, cache_creation_input_tokens: 90, output_tokens: 7 },
    usage(10, 900, 90, 7),
  ],
  [
    "Anthropic with thinking",
    {
      input_tokens: 10,
      cache_read_input_tokens: 0,
      output_tokens: 50,
      output_tokens_details: { thinking_tokens: 40 },
    },
    usage(10, 0, 0, 10, 40),
  ],
  [
    "Anthropic, more input than cache",
    { input_tokens: 1000, cache_read_input_tokens: 900, cache_creation_input_tokens: 0, output_tokens: 7 },
    usage(1000, 900, 0, 7),
  ],
  [
    "LiteLLM of Anthropic",
    {
      prompt_tokens: 1000,
      completion_tokens: 7,
      cache_read_input_tokens: 900,
      cache_creation_input_tokens: 90,
      prompt_tokens_details: { cached_tokens: 900 },
    },
    usage(10, 900, 90, 7),
  ],
  [
    "a source whose input leaves its cache out",
    { prompt_tokens: 10, completion_tokens: 7, cache_read_input_tokens: 900 },
    usage(10, 900, 0, 7),
  ],
  [
    "a source whose input has the reads but not the writes",
    {
      prompt_tokens: 1000,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 900, cache_creation_tokens: 200 },
    },
    usage(100, 900, 200, 7),
  ],
  [
    "a source whose output leaves reasoning out",
    { prompt_tokens: 1, completion_tokens: 7, completion_tokens_details: { reasoning_tokens: 30 } },
    usage(1, 0, 0, 7, 30),
  ],
  ["embeddings", { prompt_tokens: 8, total_tokens: 8 }, usage(8, 0, 0, 0)],
  [
    "nulls",
    { prompt_tokens: 8, completion_tokens: 2, prompt_tokens_details: null, cache_read_input_tokens: null },
    usage(8, 0, 0, 2),
  ],
  ["nothing", { total: 5 }, null],
  ["no object", "7", null],
])("%s", (_name, raw, expected) => {
  expect(usageOf(raw)).toEqual(expected);
});

test.each([-1, 1.5, "12", 2 ** 31, Number.NaN])("%s is no count", (value) => {
  expect(usageOf({ prompt_tokens: value, completion_tokens: 1 })).toEqual({ field: "prompt_tokens", value });
});

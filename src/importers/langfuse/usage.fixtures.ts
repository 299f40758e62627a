import type { ImporterFixtures } from "../conformance.ts";
import { observation } from "./observation.fixtures.ts";

/** Names that counts have, by who sent them. */
export const usageRecords: ImporterFixtures["accepted"] = [
  {
    title: "counts that an SDK sent as the provider gave them: the total shows that the cache is in the input",
    traps: ["cached tokens"],
    record: {
      ...observation,
      id: "use-1",
      usageDetails: { input: 900, input_cached_tokens: 512, output: 20, total: 920 },
    },
    expect: { usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 } },
  },
  {
    title: "reasoning that is in the output",
    record: {
      ...observation,
      id: "use-2",
      usageDetails: { input: 900, output: 50, output_reasoning_tokens: 30, total: 950 },
    },
    expect: { usage: { input_uncached: 900, cache_read: 0, cache_write: 0, output: 20, reasoning: 30 } },
  },
  {
    title: "sounds and predictions, which Langfuse takes out of input and output",
    record: {
      ...observation,
      id: "use-3",
      usageDetails: {
        input: 300,
        input_cached_tokens: 512,
        input_audio_tokens: 88,
        output: 5,
        output_accepted_prediction_tokens: 15,
        total: 920,
      },
    },
    expect: { usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 } },
  },
  {
    title: "writes to the cache by how long they stay, beside the rest of them",
    record: {
      ...observation,
      id: "use-4",
      usageDetails: {
        input: 2,
        input_cache_read: 100,
        input_cache_creation: 30,
        input_cache_creation_5m: 70,
        input_cache_creation_1h: 8,
        output: 20,
      },
    },
    expect: { usage: { input_uncached: 2, cache_read: 100, cache_write: 108, output: 20, reasoning: 0 } },
  },
  {
    title: "names of OpenTelemetry",
    record: {
      ...observation,
      id: "use-5",
      usageDetails: {
        input: 900,
        "cache_read.input_tokens": 500,
        "cache_creation.input_tokens": 12,
        "reasoning.output_tokens": 30,
        output: 50,
        total: 950,
      },
    },
    expect: { usage: { input_uncached: 388, cache_read: 500, cache_write: 12, output: 20, reasoning: 30 } },
  },
  {
    title: "a call that nobody counted: the export has zeros",
    record: {
      ...observation,
      id: "use-6",
      usageDetails: {},
      inputUsage: 0,
      outputUsage: 0,
      totalUsage: 0,
    },
    expect: { usage: null, usage_raw: null },
  },
  {
    title: "characters, which are no tokens",
    traps: ["units"],
    record: {
      ...observation,
      id: "use-7",
      usageDetails: undefined,
      usage: { input: 400, output: 80, total: 480, unit: "CHARACTERS" },
    },
    expect: { usage: null, usage_raw: null },
  },
];

import type { Difference } from "./format.ts";
import { aliased, refused } from "./which.ts";

/** What both logs of LiteLLM tell in another way. */
export const litellmDifferences: readonly Difference[] = [
  {
    calls: aliased,
    columns: ["model"],
    instead: (row) => ({ model: row.model_requested }),
    because: "LiteLLM logs the model that it asked the provider for; under which name it answered stands in the answer",
  },
  {
    calls: refused,
    columns: ["usage", "signals"],
    instead: (row) => ({
      usage: { input_uncached: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
      signals: { ...row.signals, output_tokens: 0 },
    }),
    because: "LiteLLM counts a failure as 0 tokens",
  },
];

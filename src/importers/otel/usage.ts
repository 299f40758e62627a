import type { JsonObject } from "../../core/json.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import type { Usage } from "../../core/usage.ts";
import { readTokens, reject, WHOLE_TOKENS, type Reading } from "../record/reading.ts";
import { numberOf } from "../record/text-values.ts";
import { countsAsAnthropic, withProviderCounts } from "./provider-counts.ts";

/** Counts, and the attributes that hold them: the conventions' own name first, then those of instrumentations. */
const SPELLINGS = {
  input: [
    "gen_ai.usage.input_tokens",
    "ai.usage.inputTokens",
    "llm.token_count.prompt",
    "gen_ai.usage.prompt_tokens",
    "ai.usage.promptTokens",
    "llm.usage.prompt_tokens",
    "ai.usage.tokens",
  ],
  output: [
    "gen_ai.usage.output_tokens",
    "ai.usage.outputTokens",
    "llm.token_count.completion",
    "gen_ai.usage.completion_tokens",
    "ai.usage.completionTokens",
    "llm.usage.completion_tokens",
  ],
  cache_read: [
    "gen_ai.usage.cache_read.input_tokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.cachedInputTokens",
    "llm.token_count.prompt_details.cache_read",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.cache_read_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.details.cache_read_input_tokens",
    "gen_ai.usage.input_cached_tokens",
    "gen_ai.usage.input_tokens.cached",
    "providerMetadata.usage.cache_read_input_tokens",
    "providerMetadata.cacheReadInputTokens",
    "providerMetadata.usage.cacheReadInputTokens",
    "providerMetadata.usageMetadata.cachedContentTokenCount",
    "providerMetadata.cachedPromptTokens",
  ],
  cache_write: [
    "gen_ai.usage.cache_creation.input_tokens",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
    "llm.token_count.prompt_details.cache_write",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_tokens",
    "gen_ai.usage.details.cache_write_tokens",
    "gen_ai.usage.details.cache_creation_input_tokens",
    "gen_ai.usage.input_tokens.cache_write",
    "providerMetadata.usage.cache_creation_input_tokens",
    "providerMetadata.cacheCreationInputTokens",
    "providerMetadata.usage.cacheWriteInputTokens",
  ],
  reasoning: [
    "gen_ai.usage.reasoning.output_tokens",
    "ai.usage.outputTokenDetails.reasoningTokens",
    "ai.usage.reasoningTokens",
    "llm.token_count.completion_details.reasoning",
    "gen_ai.usage.reasoning_tokens",
    "gen_ai.usage.details.reasoning_tokens",
    "providerMetadata.usageMetadata.thoughtsTokenCount",
    "providerMetadata.reasoningTokens",
  ],
} as const;

type Count = keyof typeof SPELLINGS;

const TOTALS = [
  "ai.usage.totalTokens",
  "llm.token_count.total",
  "llm.usage.total_tokens",
  "gen_ai.usage.total_tokens",
  "providerMetadata.usageMetadata.totalTokenCount",
];

/**
 * Usage of a call. Input takes in what came from and went into the cache, output takes in reasoning, as the conventions want it. Where a
 * total says otherwise, it holds. Before its inputTokenDetails, the Vercel AI SDK passed on what the provider counts, and Anthropic counts
 * its cache apart.
 */
export function otelUsage(
  reading: Reading,
  span: JsonObject,
  provider: string | null,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const attributes = withProviderCounts(span);
  const raw: Record<string, number> = {};
  const count = (name: Count): number | null => {
    for (const attribute of SPELLINGS[name]) {
      if (attributes[attribute] === undefined) continue;
      const tokens = readTokens(reading, `attributes.${attribute}`, numberOf(attributes[attribute]));
      if (tokens !== null) raw[attribute] = tokens;
      return tokens;
    }
    return null;
  };
  const input = count("input");
  const output = count("output");
  const read = count("cache_read");
  const write = count("cache_write");
  const reasoning = count("reasoning");
  if (Object.keys(raw).length === 0) return { usage: null, usage_raw: null };

  const total = numberOf(TOTALS.map((name) => attributes[name]).find((told) => told !== undefined));
  const cached = (read ?? 0) + (write ?? 0);
  const sum = (input ?? 0) + (output ?? 0);
  const cacheApart = cached > 0 && (total === sum + cached || countsAsAnthropic(attributes, provider, input));
  const thoughtApart = reasoning !== null && reasoning > 0 && total === sum + reasoning;
  const completion = thoughtApart ? (output ?? 0) + reasoning : output;
  const usage = usageOf({
    prompt_tokens: cacheApart ? (input ?? 0) + cached : input,
    completion_tokens: completion,
    prompt_tokens_details: { cached_tokens: read, cache_creation_tokens: write },
    completion_tokens_details: { reasoning_tokens: reasoning },
  });
  if (!isUsageProblem(usage)) return { usage, usage_raw: raw };
  reject(reading, usage.field, usage.value, WHOLE_TOKENS);
  return { usage: null, usage_raw: raw };
}

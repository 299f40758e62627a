import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import { present } from "../translation/numbers.ts";

/** Usage in OpenAI's buckets: cached input counts as input, reasoning as output. Null where neither input nor output is known. */
export function chatUsage({ inputTokens: input, outputTokens: output }: LanguageModelV4Usage): JsonObject | null {
  const sum = (...counts: readonly (number | undefined)[]): number | undefined =>
    counts.every((count) => count === undefined) ? undefined : counts.reduce<number>((all, one) => all + (one ?? 0), 0);
  const prompt = input.total ?? sum(input.noCache, input.cacheRead, input.cacheWrite);
  const completion = output.total ?? sum(output.text, output.reasoning);
  if (prompt === undefined && completion === undefined) return null;
  const read = present({ cached_tokens: input.cacheRead, cache_write_tokens: input.cacheWrite });
  const thought = present({ reasoning_tokens: output.reasoning });
  return {
    prompt_tokens: prompt ?? null,
    completion_tokens: completion ?? null,
    total_tokens: prompt === undefined || completion === undefined ? null : prompt + completion,
    ...(Object.keys(read).length === 0 ? {} : { prompt_tokens_details: read }),
    ...(Object.keys(thought).length === 0 ? {} : { completion_tokens_details: thought }),
  };
}

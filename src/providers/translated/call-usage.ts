import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { Usage } from "../../core/usage.ts";

/** Usage of the provider specification in disjoint buckets; null where neither input nor output was counted. */
export function callUsage({ inputTokens: input, outputTokens: output }: LanguageModelV4Usage): Usage | null {
  const read = input.cacheRead ?? 0;
  const write = input.cacheWrite ?? 0;
  const outside = input.noCache ?? (input.total === undefined ? undefined : Math.max(0, input.total - read - write));
  const all = output.total ?? (output.text === undefined ? undefined : output.text + (output.reasoning ?? 0));
  if (outside === undefined && all === undefined) return null;
  const reasoning = Math.min(output.reasoning ?? 0, all ?? 0);
  return {
    input_uncached: outside ?? 0,
    cache_read: read,
    cache_write: write,
    output: (all ?? 0) - reasoning,
    reasoning,
  };
}

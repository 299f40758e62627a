import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import { isObject, type JsonObject } from "../../core/json.ts";

/**
 * What earlier events told of usage, with what this one tells: counts are cumulative, a null tells nothing. A start that counts
 * no input was written before the input was known, and tells nothing either.
 */
export function addUsage(before: unknown, told: unknown): unknown {
  if (!isObject(told)) return before;
  const known = Object.entries(told).filter(([, value]) => value !== null && value !== undefined);
  return isObject(before) ? { ...before, ...Object.fromEntries(known) } : told;
}

/** Whether the usage of a `message_start` is a count at all. */
export function isCounted(usage: unknown): boolean {
  if (!isObject(usage)) return false;
  const counts = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"];
  return counts.some((name) => typeof usage[name] === "number" && usage[name] > 0);
}

/** Usage in Anthropic's buckets: input without what came from or went into a cache. Unknown counts are null. */
export function messagesUsage({ inputTokens: input, outputTokens: output }: LanguageModelV4Usage): JsonObject {
  const read = input.cacheRead ?? null;
  const write = input.cacheWrite ?? null;
  const outside = input.total === undefined ? null : Math.max(0, input.total - (read ?? 0) - (write ?? 0));
  return {
    input_tokens: input.noCache ?? outside,
    cache_creation_input_tokens: write,
    cache_read_input_tokens: read,
    output_tokens: output.total ?? null,
    ...(output.reasoning === undefined ? {} : { output_tokens_details: { thinking_tokens: output.reasoning } }),
  };
}

import { isObject, type JsonObject } from "./json.ts";
import type { Usage } from "./usage.ts";

/** A token count that is not a whole number, 0 or more. */
export interface UsageProblem {
  readonly field: string;
  readonly value: unknown;
}

/** More tokens than any call has: beyond it a count is a mistake, and would not fit a column. */
const MOST_TOKENS = 2 ** 31 - 1;

/**
 * A provider's own usage as disjoint buckets; null where it counts nothing we know. OpenAI counts cached input into the input and
 * reasoning into the output; Anthropic counts the input without what came from or went into its cache. A source that breaks its
 * own rule (more cached tokens than input tokens) is read as disjoint.
 */
export function usageOf(raw: unknown): Usage | UsageProblem | null {
  if (!isObject(raw)) return null;
  let problem: UsageProblem | null = null;
  const count = (holder: unknown, field: string): number | null => {
    const value = isObject(holder) ? holder[field] : undefined;
    if (value === undefined || value === null) return null;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS) return value;
    problem ??= { field, value };
    return null;
  };

  const inputDetails = raw["prompt_tokens_details"] ?? raw["input_tokens_details"];
  const outputDetails = raw["completion_tokens_details"] ?? raw["output_tokens_details"];
  const prompt = count(raw, "prompt_tokens");
  const input = prompt ?? count(raw, "input_tokens");
  const output = count(raw, "completion_tokens") ?? count(raw, "output_tokens");
  const read = count(inputDetails, "cached_tokens") ?? count(raw, "cache_read_input_tokens") ?? 0;
  const write =
    count(inputDetails, "cache_creation_tokens") ??
    count(inputDetails, "cache_write_tokens") ??
    count(raw, "cache_creation_input_tokens") ??
    0;
  const reasoning = count(outputDetails, "reasoning_tokens") ?? count(outputDetails, "thinking_tokens") ?? 0;
  if (problem !== null) return problem;
  if (input === null && output === null) return null;

  const disjoint = prompt === null && isAnthropic(raw);
  return {
    input_uncached: disjoint ? (input ?? 0) : uncached(input ?? 0, read, write),
    cache_read: read,
    cache_write: write,
    output: reasoning > (output ?? 0) ? (output ?? 0) : (output ?? 0) - reasoning,
    reasoning,
  };
}

function isAnthropic(raw: JsonObject): boolean {
  return "cache_read_input_tokens" in raw || "cache_creation_input_tokens" in raw;
}

/** Input tokens outside the cache, of an inclusive count; of a count that takes in the reads alone; of a disjoint one. */
function uncached(input: number, read: number, write: number): number {
  if (read + write <= input) return input - read - write;
  return read <= input && read > 0 ? input - read : input;
}

export function isUsageProblem(usage: Usage | UsageProblem | null): usage is UsageProblem {
  return usage !== null && "field" in usage;
}

/**
 * Tokens of one call in disjoint buckets: a token stands in exactly one of them.
 * Input in total = input_uncached + cache_read + cache_write; billed output = output + reasoning.
 */
export interface Usage {
  readonly input_uncached: number;
  readonly cache_read: number;
  readonly cache_write: number;
  /** Visible output; reasoning tokens are not in it. */
  readonly output: number;
  readonly reasoning: number;
}

export function inputTokens(usage: Usage): number {
  return usage.input_uncached + usage.cache_read + usage.cache_write;
}

export function outputTokens(usage: Usage): number {
  return usage.output + usage.reasoning;
}

import type { Usage } from "./usage.ts";

/** USD per token, for one target, one span of time and one tier of input length. */
export interface Rate {
  readonly input: number;
  readonly cache_read: number;
  readonly cache_write: number;
  /** Reasoning tokens are billed at this price too. */
  readonly output: number;
}

/** The tier holds from this many input tokens on (all tokens of the call are billed at it). */
export interface RateTier extends Rate {
  readonly from_input_tokens: number;
}

/** Prices of one target from an instant on (ms since the epoch, UTC), until the next span begins. */
export interface RateSpan {
  /** -Infinity for the earliest known price with no date. */
  readonly from: number;
  /** Ascending; the first starts at 0. */
  readonly tiers: readonly RateTier[];
}

/** Every known price of one target, in time order. */
export interface RateCard {
  readonly spans: readonly RateSpan[];
  readonly source: "library" | "user";
}

export interface RateAt {
  readonly span: RateSpan;
  /** No price is known at that date: the earliest one stands in. */
  readonly assumed: boolean;
}

/** The span in force at an instant; the earliest, marked `assumed`, before the first. */
export function rateAt(card: RateCard, at: number): RateAt | null {
  let found: RateSpan | undefined;
  for (const span of card.spans) {
    if (span.from <= at) found = span;
    else break;
  }
  if (found !== undefined) return { span: found, assumed: false };
  const earliest = card.spans[0];
  return earliest === undefined ? null : { span: earliest, assumed: true };
}

export function tierOf(span: RateSpan, inputTokens: number): RateTier {
  let tier = span.tiers[0] as RateTier;
  for (const next of span.tiers) {
    if (next.from_input_tokens <= inputTokens) tier = next;
  }
  return tier;
}

/** USD of one call: sum of price x tokens over the disjoint buckets. */
export function costOf(span: RateSpan, usage: Usage): number {
  const tier = tierOf(span, usage.input_uncached + usage.cache_read + usage.cache_write);
  return (
    usage.input_uncached * tier.input +
    usage.cache_read * tier.cache_read +
    usage.cache_write * tier.cache_write +
    (usage.output + usage.reasoning) * tier.output
  );
}

import type { RateCard, RateTier } from "../core/rates.ts";

/** Prices of one target, looked up row by row without making anything. */
export interface Pricing {
  /** The tier for a call at this time and of this input length; prices are NaN where none is known at all. */
  tier(at: number, inputTokens: number): RateTier;
  /** The instant a row of this time is priced at. */
  at(at: number): number;
  /** Before this instant the earliest price stands in for an unknown one. */
  readonly knownFrom: number;
}

const UNPRICED: RateTier = {
  from_input_tokens: 0,
  input: Number.NaN,
  cache_read: Number.NaN,
  cache_write: Number.NaN,
  output: Number.NaN,
};

/** @param fixedAt price every row at this instant; null = at its own */
export function pricingOf(card: RateCard | null, fixedAt: number | null): Pricing {
  const spans = card?.spans ?? [];
  const first = spans[0];
  const priced = (at: number): number => fixedAt ?? at;
  if (first === undefined) return { tier: () => UNPRICED, at: priced, knownFrom: Number.NEGATIVE_INFINITY };
  const only = first.tiers[0];
  if (spans.length === 1 && first.tiers.length === 1 && only !== undefined) {
    return { tier: () => only, at: priced, knownFrom: first.from };
  }
  return {
    tier(at, inputTokens) {
      const when = fixedAt ?? at;
      let span = 0;
      while (span + 1 < spans.length && spans[span + 1]!.from <= when) span++;
      const { tiers } = spans[span]!;
      let tier = 0;
      while (tier + 1 < tiers.length && tiers[tier + 1]!.from_input_tokens <= inputTokens) tier++;
      return tiers[tier]!;
    },
    at: priced,
    knownFrom: first.from,
  };
}

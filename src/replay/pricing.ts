import type { RateCard, RateTier } from "../core/rates.ts";

/** Prices of one target, looked up row by row without making anything. */
export interface Pricing {
  /** False where no price is known at all: every cost is NaN. */
  readonly known: boolean;
  /** The tier for a call at this time and of this input length. */
  tier(at: number, inputTokens: number): RateTier;
  /** Whether the earliest price stands in for an unknown one. */
  assumed(at: number): boolean;
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
  if (first === undefined) return { known: false, tier: () => UNPRICED, assumed: () => false };
  const only = first.tiers[0];
  if (spans.length === 1 && first.tiers.length === 1 && only !== undefined) {
    return { known: true, tier: () => only, assumed: (at) => (fixedAt ?? at) < first.from };
  }
  return {
    known: true,
    tier(at, inputTokens) {
      const when = fixedAt ?? at;
      let span = 0;
      while (span + 1 < spans.length && spans[span + 1]!.from <= when) span++;
      const { tiers } = spans[span]!;
      let tier = 0;
      while (tier + 1 < tiers.length && tiers[tier + 1]!.from_input_tokens <= inputTokens) tier++;
      return tiers[tier]!;
    },
    assumed: (at) => (fixedAt ?? at) < first.from,
  };
}

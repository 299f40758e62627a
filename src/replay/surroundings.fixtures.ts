import * as fc from "fast-check";
import { UNKNOWN_CAPABILITIES } from "../core/facts.ts";
import type { RateCard, RateTier } from "../core/rates.ts";
import type { Target } from "../core/target.ts";
import type { Surroundings } from "./knowledge/index.ts";

const NEW_PRICES = Date.UTC(2026, 3, 17, 8, 40);

function tier(from_input_tokens: number, perMillion: number): RateTier {
  const input = perMillion / 1e6;
  return { from_input_tokens, input, cache_read: input / 2, cache_write: input * 1.25, output: input * 4 };
}

const CARDS: readonly (RateCard | null)[] = [
  null,
  { source: "library", spans: [{ from: Number.NEGATIVE_INFINITY, tiers: [tier(0, 3)] }] },
  { source: "library", spans: [{ from: Number.NEGATIVE_INFINITY, tiers: [{ ...tier(0, 1), output: 22 / 1e6 }] }] },
  { source: "library", spans: [{ from: Number.NEGATIVE_INFINITY, tiers: [tier(0, 2), tier(2_000, 5)] }] },
  {
    source: "user",
    spans: [
      { from: Number.NEGATIVE_INFINITY, tiers: [tier(0, 6)] },
      { from: NEW_PRICES, tiers: [tier(0, 0.5), tier(8_000, 1)] },
    ],
  },
  { source: "user", spans: [{ from: NEW_PRICES, tiers: [tier(0, 2.5)] }] },
];

function byTarget<V>(targets: readonly Target[], value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<Target, V>> {
  return fc
    .array(value, { minLength: targets.length, maxLength: targets.length })
    .map((values) => new Map(targets.map((target, index) => [target, values[index] as V])));
}

/** Prices that change, have tiers, begin late or are not known; what targets can take; scores for some. */
export function surroundingsArbitrary(targets: readonly Target[]): fc.Arbitrary<Surroundings> {
  const can = fc.record({
    tools: fc.constantFrom(null, null, true, false),
    context_window: fc.constantFrom(null, null, 4_000, 128_000),
  });
  const quality = fc.record({
    score: fc.constantFrom(null, 0.2, 0.6, 0.9),
    by_tag: fc.constantFrom<Readonly<Record<string, number>>>({}, { vip: 0.95 }, { vip: 0.1, batch: 0.8 }),
  });
  return fc
    .record({
      cards: byTarget(targets, fc.constantFrom(...CARDS)),
      capabilities: byTarget(targets, can),
      quality: fc.oneof(fc.constant(new Map<Target, never>()), byTarget(targets, quality)),
      inSampleTiers: fc.boolean(),
    })
    .map(({ cards, capabilities, quality: scores, inSampleTiers }) => ({
      priceVersion: "for testing",
      rates: (target) => cards.get(target) ?? null,
      capabilities: (target) => ({ ...UNKNOWN_CAPABILITIES, ...capabilities.get(target) }),
      quality: scores,
      inSampleTiers,
    }));
}

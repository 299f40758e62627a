import { describe, expect, it } from "vitest";
import { costOf, rateAt, tierOf, type RateCard, type RateSpan } from "./rates.ts";

const DAY = Date.UTC(2026, 0, 1);

function span(from: number, input: number, more: RateSpan["tiers"] = []): RateSpan {
  return {
    from,
    tiers: [
      { from_input_tokens: 0, input, cache_read: input / 10, cache_write: input * 2, output: input * 4 },
      ...more,
    ],
  };
}

describe("rateAt", () => {
  const card: RateCard = { source: "library", spans: [span(DAY, 1), span(2 * DAY, 2)] };

  it("is the span in force, from its first instant on", () => {
    expect(rateAt(card, 2 * DAY - 1)).toEqual({ span: card.spans[0], assumed: false });
    expect(rateAt(card, 2 * DAY)).toEqual({ span: card.spans[1], assumed: false });
    expect(rateAt(card, 9 * DAY)?.span).toBe(card.spans[1]);
  });

  it("is the earliest, marked assumed, before the first; nothing where there is none", () => {
    expect(rateAt(card, DAY - 1)).toEqual({ span: card.spans[0], assumed: true });
    expect(rateAt({ source: "user", spans: [] }, DAY)).toBeNull();
  });
});

describe("costOf", () => {
  const usage = { input_uncached: 100, cache_read: 50, cache_write: 10, output: 7, reasoning: 3 };

  it("prices each bucket of tokens once, reasoning as output", () => {
    expect(costOf(span(0, 1), usage)).toBeCloseTo(100 + 5 + 20 + 40, 9);
  });

  it("bills all tokens at the tier that the whole input reaches", () => {
    const tiered = span(0, 1, [{ from_input_tokens: 160, input: 10, cache_read: 10, cache_write: 10, output: 10 }]);
    expect(costOf(tiered, usage)).toBeCloseTo(10 * 170, 9);
    expect(costOf(tiered, { ...usage, cache_write: 9 })).toBeCloseTo(100 + 5 + 18 + 40, 9);
    expect(tierOf(tiered, 159).input).toBe(1);
  });
});

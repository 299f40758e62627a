import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsOf } from "../testing/world.ts";
import { expectedOutput, rankTargets, sortByScore } from "./ranking.ts";

const scoreArbitrary = fc.constantFrom(Number.NaN, -1, 0, -0, 1, 2.5, Number.POSITIVE_INFINITY);

function unknown(score: number): number {
  return Number.isNaN(score) ? 1 : 0;
}

/** Less is first, unknown last. */
function apart(a: number, b: number): number {
  return unknown(a) - unknown(b) || (a < b ? -1 : Number(a > b));
}

describe("sortByScore", () => {
  it("sorts by score, then by the second, then as written, whatever order it begins with", () => {
    const pairs = fc.array(fc.tuple(scoreArbitrary, scoreArbitrary), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        pairs.chain((given) => {
          const positions = [...given.keys()];
          return fc.tuple(fc.constant(given), fc.shuffledSubarray(positions, { minLength: positions.length }));
        }),
        ([given, begin]) => {
          const [scores, ties] = [given.map(([score]) => score), given.map(([, tie]) => tie)];
          const order = Uint16Array.from(begin);
          const moved = sortByScore(order, Float64Array.from(scores), Float64Array.from(ties));
          const sorted = [...given.keys()].toSorted(
            (a, b) => apart(scores[a]!, scores[b]!) || apart(ties[a]!, ties[b]!) || a - b,
          );
          expect([...order]).toEqual(sorted);
          expect(moved).toBe(sorted.join() !== begin.join());
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("rankTargets", () => {
  const card = (price: number) => ({
    source: "user" as const,
    spans: [
      {
        from: Number.NEGATIVE_INFINITY,
        tiers: [{ from_input_tokens: 0, input: price, output: price, cache_read: 0, cache_write: 0 }],
      },
    ],
  });
  const health = (ttft_ms: number | null, ms_per_token: number | null) => ({
    window: "5m" as const,
    attempts: 20,
    failures: 0,
    ttft_ms,
    ms_per_token,
  });
  const context = { at: 0, endpoint: null, input_tokens: null, tags: [] };

  it("puts targets of unknown pace behind the known ones, by price, and those without a price last", () => {
    const targets = [
      factsOf("unpriced:one"),
      factsOf("dear:one", { rates: card(2) }),
      factsOf("slow:one", { health: health(null, 9), rates: card(3) }),
      factsOf("cheap:one", { health: health(5, null), rates: card(1) }),
      factsOf("fast:one", { health: health(500, 4) }),
    ];
    expect(rankTargets("throughput", targets, context)).toEqual([4, 2, 3, 1, 0]);
    expect(rankTargets("latency", targets, context)).toEqual([4, 2, 3, 1, 0]);
    const shortAnswers = targets.map((facts) => ({ ...facts, expected_output: { overall: 10, by_endpoint: {} } }));
    expect(rankTargets("latency", shortAnswers, context)).toEqual([2, 4, 3, 1, 0]);
  });

  it("takes the dearest for the best where no target has a score", () => {
    const targets = [factsOf("cheap:one", { rates: card(1) }), factsOf("dear:one", { rates: card(2) })];
    expect(rankTargets("quality", targets, context)).toEqual([1, 0]);
    const scored = [{ ...targets[0]!, quality: { score: 0.1, by_tag: {} } }, targets[1]!];
    expect(rankTargets("quality", scored, context)).toEqual([0, 1]);
  });
});

it("expects the endpoint's own length, and takes no name for one that merely exists on every object", () => {
  const lengths = { overall: 50, by_endpoint: { triage: 7 } };
  expect(expectedOutput(lengths, "triage")).toBe(7);
  expect(expectedOutput(lengths, "constructor")).toBe(50);
  expect(expectedOutput({ overall: null, by_endpoint: {} }, null)).toBe(300);
});

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RANK_BY, makeOrders, rankTargets } from "../core/ranking.ts";
import type { RateCard } from "../core/rates.ts";
import type { RankQuestion } from "../core/question.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { rowOf, surroundingsOf } from "./simulated.fixtures.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { rankAnswers } from "./rank-answers.ts";

const TARGETS = ["a:one", "b:one", "c:one"];
const START = Date.UTC(2026, 2, 2);
const CHANGE = START + 40 * 3_600_000;

const tierArbitrary = fc
  .record({ input: fc.integer({ min: 0, max: 40 }), output: fc.integer({ min: 0, max: 400 }) })
  .map(({ input, output }) => ({ input: input / 1e7, cache_read: 0, cache_write: 0, output: output / 1e7 }));

/** Cheap and dear by input, by output, from some length on, from some day on: lines that cross and curves that jump. */
const cardArbitrary: fc.Arbitrary<RateCard> = fc
  .array(fc.tuple(tierArbitrary, fc.option(tierArbitrary, { nil: null }), fc.constantFrom(200, 1_000, 1_003)), {
    minLength: 1,
    maxLength: 2,
  })
  .map((spans) => ({
    source: "user",
    spans: spans.map(([first, second, border], index) => ({
      from: index === 0 ? Number.NEGATIVE_INFINITY : CHANGE,
      tiers: [
        { from_input_tokens: 0, ...first },
        ...(second === null ? [] : [{ from_input_tokens: border, ...second }]),
      ],
    })),
  }));

it("ranks every row as that row alone is ranked, at every input length", () => {
  fc.assert(
    fc.property(fc.tuple(cardArbitrary, cardArbitrary, cardArbitrary), fc.nat({ max: 60 }), (cards, shift) => {
      const log = Array.from({ length: 1_300 }, (_, n) =>
        rowOf(n, TARGETS[n % 3]!, {
          created_at: START + n * 240_000,
          endpoint: n % 5 === 0 ? "triage" : null,
          planned_input_tokens: (n * 7 + shift) % 1_300,
          latency_ms: 200 + ((n * 31) % 700),
          ttft_ms: n % 2 === 0 ? 90 : null,
          usage: {
            input_uncached: 5,
            cache_read: 0,
            cache_write: 0,
            output: 1 + ((n * n) % (n % 3 === 0 ? 500 : 90)),
            reasoning: 0,
          },
        }),
      );
      const frame = frameOf(log, 500);
      const quality = new Map([["b:one", { score: 0.5, by_tag: {} }]]);
      const surroundings = surroundingsOf(Object.fromEntries(TARGETS.map((target, i) => [target, cards[i]!])), {
        quality,
      });
      const knowledge = makeKnowledge(frame, surroundings);
      for (const by of RANK_BY) {
        const question: RankQuestion = { kind: "rank", id: 0, by, targets: TARGETS, orders: makeOrders() };
        const rank = rankAnswers(question, knowledge);
        for (const segment of frame.segments()) {
          const tokens = segment.column("planned_input_tokens");
          const answers = rank(segment, tokens);
          const endpoints = frame.dictionary("endpoint");
          for (let row = 0; row < segment.rows; row++) {
            const at = segment.column("created_at")[row]!;
            const facts = TARGETS.map((target) => knowledge.targetFacts(target, at));
            const endpoint = endpoints[segment.column("endpoint")[row]!] ?? null;
            const alone = rankTargets(by, facts, { at, endpoint, input_tokens: tokens[row]!, tags: [] });
            expect(question.orders.order(answers[row]!)).toEqual(alone);
          }
        }
      }
    }),
    { numRuns: 30 },
  );
});

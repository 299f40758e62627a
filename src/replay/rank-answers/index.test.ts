import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import { RANK_BY, makeOrders, rankTargets } from "../../core/ranking.ts";
import type { RateCard } from "../../core/rates.ts";
import type { RankQuestion } from "../../core/question.ts";
import { frameOf } from "../log-frame.fixtures.ts";
import { failed, rowOf, surroundingsOf } from "../simulated.fixtures.ts";
import { makeKnowledge } from "../knowledge/index.ts";
import { plannedInput } from "../planned-input.ts";
import { tagsOf } from "../rows.ts";
import { rankAnswers } from "./index.ts";
import { orderNumbers } from "./order-numbers.ts";

/** Half way through every log, and on none of the borders of days and snapshots. */
const CHANGE = Date.UTC(2026, 2, 2) + 40 * 3_600_000 + 4_321;

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

interface Case {
  /** Cards of `SEEN` and `UNSEEN`, in that order; null = no price is known. */
  readonly cards: readonly (RateCard | null)[];
  readonly quality: readonly (number | null)[];
  /** ms between two rows: from every row in its own snapshot of health to many in one. */
  readonly step: number;
  readonly shift: number;
  readonly endpoints: number;
  /** Every so-manieth row comes before the one it follows. */
  readonly unordered: number;
}

const SEEN = ["a:one", "b:one", "c:one", "d:one"];
/** Without a row in the log: no pace, the whole log's lengths, told apart by price or not at all. */
const UNSEEN = ["e:one", "f:one"];
const ALL = [...SEEN, ...UNSEEN];

const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  cards: fc.array(fc.option(cardArbitrary, { freq: 4 }), { minLength: ALL.length, maxLength: ALL.length }),
  quality: fc.array(fc.option(fc.constantFrom(0.2, 0.5, 0.9), { freq: 2 }), {
    minLength: ALL.length,
    maxLength: ALL.length,
  }),
  step: fc.constantFrom(900, 20_000, 240_000),
  shift: fc.nat({ max: 60 }),
  endpoints: fc.constantFrom(1, 3, 2_000),
  unordered: fc.constantFrom(4, 1_000),
});

/** Rows of four targets, one of them quick, one without times to the first token, one that fails a good deal. */
function logOf({ step, shift, endpoints, unordered }: Case): readonly Exchange[] {
  return Array.from({ length: 700 }, (_, n) => {
    const at = n % unordered === 1 ? n - 1.5 : n;
    const name = (n * 7) % endpoints;
    return rowOf(n, SEEN[(n * n + shift) % 4]!, {
      created_at: CHANGE - 350 * step + at * step,
      endpoint: name === 0 ? null : name === 1 ? "constructor" : `endpoint ${name}`,
      tags: [[], ["gold"], ["plain", "gold"]][n % 3]!,
      planned_input_tokens: n % 11 === 0 ? null : (n * 7 + shift) % 1_300,
      ...(n % 4 === 3 && n % 5 === 0 ? failed("server") : {}),
      latency_ms: n % 13 === 0 ? null : 200 + ((n * 31) % (n % 4 === 0 ? 100 : 700)),
      ttft_ms: n % 2 === 0 ? 90 : null,
      usage:
        n % 11 === 0
          ? null
          : { input_uncached: 5, cache_read: 0, cache_write: 0, output: 1 + ((n * n) % 300), reasoning: n % 7 },
    });
  });
}

it("ranks every row as that row alone is ranked", () => {
  fc.assert(
    fc.property(caseArbitrary, (given) => {
      const frame = frameOf(logOf(given), 300);
      const cards = Object.fromEntries(
        ALL.flatMap((target, i) => (given.cards[i] == null ? [] : [[target, given.cards[i]]])),
      );
      const quality = new Map(
        ALL.flatMap((target, i) => {
          const score = given.quality[i] ?? null;
          return score === null ? [] : [[target, { score: i % 2 === 0 ? score : null, by_tag: { gold: 1 - score } }]];
        }),
      );
      const knowledge = makeKnowledge(frame, surroundingsOf(cards, { quality }));
      const endpoints = frame.dictionary("endpoint");
      const tags = frame.dictionary("tags").map(tagsOf);
      for (const by of RANK_BY) {
        for (const targets of [ALL, SEEN.slice(0, 3), [...UNSEEN, "a:one"]]) {
          const question: RankQuestion = { kind: "rank", id: 0, by, targets, orders: makeOrders() };
          const rank = rankAnswers(question, knowledge);
          for (const segment of frame.segments()) {
            const tokens = plannedInput(segment);
            const answers = rank(segment, tokens);
            for (let row = 0; row < segment.rows; row++) {
              const at = segment.column("created_at")[row]!;
              const alone = rankTargets(
                by,
                targets.map((target) => knowledge.targetFacts(target, at)),
                {
                  at,
                  endpoint: endpoints[segment.column("endpoint")[row]!] ?? null,
                  input_tokens: tokens[row]! < 0 ? null : tokens[row]!,
                  tags: tags[segment.column("tags")[row]!] ?? [],
                },
              );
              if (question.orders.order(answers[row]!).join() !== alone.join())
                expect({ by, row, order: question.orders.order(answers[row]!) }).toEqual({ by, row, order: alone });
            }
          }
        }
      }
    }),
    { numRuns: 25 },
  );
});

it("numbers orders of any many targets as a text of them would", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 70 }).chain((count) =>
        fc.array(
          fc.shuffledSubarray(
            Array.from({ length: count }, (_, i) => i),
            { minLength: count },
          ),
          { minLength: 1, maxLength: 20 },
        ),
      ),
      (given) => {
        const orders = makeOrders();
        const numberOf = orderNumbers(orders, given[0]!.length);
        for (const order of [...given, ...given]) {
          const number = numberOf(Uint16Array.from(order));
          expect(orders.order(number)).toEqual(order);
          expect(orders.number(order)).toBe(number);
        }
      },
    ),
    { numRuns: 200 },
  );
});

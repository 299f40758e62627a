import { rateAt, tierOf, type RateCard } from "./rates.ts";
import type { TargetFacts } from "./facts.ts";

export const RANK_BY = ["cost", "latency", "throughput", "quality"] as const;
export type RankBy = (typeof RANK_BY)[number];

/** The call a target is priced at where only its general dearness matters: 1,000 tokens in, 300 out. */
const REFERENCE_CALL = { input: 1_000, output: 300 };

/** Assumed output of a target nobody has been seen to use. */
export const DEFAULT_EXPECTED_OUTPUT = 300;

/** Distinct orders by number, so that an order travels as one integer. */
export interface Orders {
  number(order: ArrayLike<number>): number;
  order(number: number): readonly number[];
}

export function makeOrders(): Orders {
  const byKey = new Map<string, number>();
  const orders: (readonly number[])[] = [];
  return {
    number(order) {
      const own = Array.from(order);
      const key = own.join();
      const known = byKey.get(key);
      if (known !== undefined) return known;
      byKey.set(key, orders.length);
      orders.push(own);
      return orders.length - 1;
    },
    order(number) {
      return orders[number] as readonly number[];
    },
  };
}

/** Less than 0 where `a` comes first; NaN (unknown) comes last. */
function compareScores(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(a !== a) - Number(b !== b);
}

/**
 * Sorts positions by score, ascending, in place; NaN (unknown) last; ties by the second score, then as written. What order
 * they stand in before makes no difference but to speed: nearly right is quick. True where any of them moved.
 */
export function sortByScore(order: Uint16Array, scores: Float64Array, ties: Float64Array): boolean {
  let moved = false;
  for (let sorted = 1; sorted < order.length; sorted++) {
    const position = order[sorted]!;
    let place = sorted;
    for (; place > 0; place--) {
      const before = order[place - 1]!;
      const compared =
        compareScores(scores[before]!, scores[position]!) ||
        compareScores(ties[before]!, ties[position]!) ||
        before - position;
      if (compared < 0) break;
      order[place] = before;
    }
    if (place === sorted) continue;
    order[place] = position;
    moved = true;
  }
  return moved;
}

/** USD of a call of this size at the prices of an instant; NaN where no price is known. */
function callCost(rates: RateCard | null, at: number, input: number, output: number): number {
  const found = rates === null ? null : rateAt(rates, at);
  if (found === null) return Number.NaN;
  const tier = tierOf(found.span, input);
  return input * tier.input + output * tier.output;
}

/** USD of the call that stands for a target's general dearness; what ties are settled by. */
export function referenceCost(rates: RateCard | null, at: number): number {
  return callCost(rates, at, REFERENCE_CALL.input, REFERENCE_CALL.output);
}

/** Tokens an answer is expected to have. */
export function expectedOutput(
  { overall, by_endpoint }: TargetFacts["expected_output"],
  endpoint: string | null,
): number {
  const own = endpoint !== null && Object.hasOwn(by_endpoint, endpoint) ? by_endpoint[endpoint] : undefined;
  return own ?? overall ?? DEFAULT_EXPECTED_OUTPUT;
}

/** ms to the whole of an answer; a time to the first token that is not known (NaN) counts as none. */
export function wholeAnswerMs(firstMs: number, msPerToken: number, tokens: number): number {
  return (firstMs === firstMs ? firstMs : 0) + msPerToken * tokens;
}

/** What the ranking of one request depends on, beside the facts. */
export interface RankContext {
  readonly at: number;
  readonly endpoint: string | null;
  readonly input_tokens: number | null;
  readonly tags: readonly string[];
}

/** The score of one target, less is better, NaN unknown: USD, ms to the whole answer, ms per token, or minus the quality score. */
export function rankScore(by: RankBy, facts: TargetFacts, context: RankContext): number {
  switch (by) {
    case "cost": {
      const input = context.input_tokens ?? REFERENCE_CALL.input;
      return callCost(facts.rates, context.at, input, expectedOutput(facts.expected_output, context.endpoint));
    }
    case "latency": {
      const tokens = expectedOutput(facts.expected_output, context.endpoint);
      return wholeAnswerMs(facts.health?.ttft_ms ?? Number.NaN, facts.health?.ms_per_token ?? Number.NaN, tokens);
    }
    case "throughput":
      return facts.health?.ms_per_token ?? Number.NaN;
    case "quality": {
      const tag = context.tags.find((name) => Object.hasOwn(facts.quality.by_tag, name));
      const score = tag === undefined ? facts.quality.score : (facts.quality.by_tag[tag] as number);
      return score === null ? Number.NaN : -score;
    }
  }
}

/**
 * The order of several targets for one request: by score, unknown ones by price after the known. Where no target has a quality
 * score at all, its list price stands in: the dearest is taken for the best.
 */
export function rankTargets(by: RankBy, targets: readonly TargetFacts[], context: RankContext): readonly number[] {
  const scores = Float64Array.from(targets, (facts) => rankScore(by, facts, context));
  const prices = Float64Array.from(targets, ({ rates }) => referenceCost(rates, context.at));
  const unscored = by === "quality" && scores.every(Number.isNaN);
  const order = Uint16Array.from(targets, (_, position) => position);
  sortByScore(order, unscored ? prices.map((price) => -price) : scores, prices);
  return Array.from(order);
}

import { rateAt, tierOf } from "./rates.ts";
import type { TargetFacts } from "./facts.ts";

export const RANK_BY = ["cost", "latency", "throughput", "quality"] as const;
export type RankBy = (typeof RANK_BY)[number];

/** The call a target is priced at where only its general dearness matters: 1,000 tokens in, 300 out. */
const REFERENCE_CALL = { input: 1_000, output: 300 };

/** Assumed output of a target nobody has been seen to use. */
export const DEFAULT_EXPECTED_OUTPUT = 300;

/** Distinct orders by number, so that an order travels as one integer. */
export interface Orders {
  number(order: readonly number[]): number;
  order(number: number): readonly number[];
}

export function makeOrders(): Orders {
  const byKey = new Map<string, number>();
  const orders: (readonly number[])[] = [];
  return {
    number(order) {
      const key = order.join();
      const known = byKey.get(key);
      if (known !== undefined) return known;
      byKey.set(key, orders.length);
      orders.push(order);
      return orders.length - 1;
    },
    order(number) {
      return orders[number] as readonly number[];
    },
  };
}

/** Positions sorted by score, ascending; NaN (unknown) last; ties by the second score, then as written. */
export function orderByScore(scores: readonly number[], ties: readonly number[]): readonly number[] {
  const compare = (a: number, b: number): number => {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a - b;
  };
  return scores
    .map((_, position) => position)
    .toSorted(
      (a, b) =>
        compare(scores[a] as number, scores[b] as number) || compare(ties[a] as number, ties[b] as number) || a - b,
    );
}

/** USD of a call of this size at the prices of an instant; NaN where no price is known. */
export function callCost(facts: TargetFacts, at: number, input: number, output: number): number {
  const found = facts.rates === null ? null : rateAt(facts.rates, at);
  if (found === null) return Number.NaN;
  const tier = tierOf(found.span, input);
  return input * tier.input + output * tier.output;
}

export function expectedOutput(facts: TargetFacts, endpoint: string | null): number {
  const own = endpoint === null ? undefined : facts.expected_output.by_endpoint[endpoint];
  return own ?? facts.expected_output.overall ?? DEFAULT_EXPECTED_OUTPUT;
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
      return callCost(facts, context.at, input, expectedOutput(facts, context.endpoint));
    }
    case "latency": {
      const health = facts.health;
      if (health === null || health.ms_per_token === null) return Number.NaN;
      return (health.ttft_ms ?? 0) + health.ms_per_token * expectedOutput(facts, context.endpoint);
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
  const scores = targets.map((facts) => rankScore(by, facts, context));
  const prices = targets.map((facts) => callCost(facts, context.at, REFERENCE_CALL.input, REFERENCE_CALL.output));
  const unscored = by === "quality" && scores.every(Number.isNaN);
  return orderByScore(unscored ? prices.map((price) => -price) : scores, prices);
}

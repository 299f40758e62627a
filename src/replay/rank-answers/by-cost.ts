import type { TargetFacts } from "../../core/facts.ts";
import type { RankQuestion } from "../../core/question.ts";
import type { Target } from "../../core/target.ts";
import { rankScore, rankTargets } from "../../core/ranking.ts";
import type { Segment } from "../frame.ts";
import type { Knowledge } from "../knowledge/index.ts";
import { priceEpochs } from "./price-epochs.ts";

const DAY_MS = 86_400_000;

type Order = readonly number[];

/** Orders along the input tokens: `orders[i]` holds from `starts[i]` tokens on. */
interface Curve<O> {
  readonly starts: readonly number[];
  readonly orders: readonly O[];
  /** Of rows without a token count. */
  readonly unknown: O;
}

/** Input lengths at which the order of costs can change: tier borders, and where two lines of cost cross. */
function bends(facts: readonly TargetFacts[], at: number, endpoint: string | null): readonly number[] {
  const borders = new Set([0]);
  for (const { rates } of facts) {
    for (const span of rates?.spans ?? []) for (const tier of span.tiers) borders.add(tier.from_input_tokens);
  }
  const points = new Set(borders);
  for (const border of borders) {
    const lines = facts.map((target) => {
      const cost = (input_tokens: number): number =>
        rankScore("cost", target, { at, endpoint, input_tokens, tags: [] });
      const base = cost(border);
      return { base, slope: cost(border + 1) - base };
    });
    for (const [i, one] of lines.entries()) {
      for (const other of lines.slice(i + 1)) {
        const crossing = border + (other.base - one.base) / (one.slope - other.slope);
        if (!Number.isFinite(crossing) || crossing < border || crossing > 1e9) continue;
        for (let near = -1; near <= 2; near++) points.add(Math.max(border, Math.floor(crossing) + near));
      }
    }
  }
  return [...points].toSorted((a, b) => a - b);
}

function curveOf(targets: readonly Target[], at: number, endpoint: string | null, knowledge: Knowledge): Curve<Order> {
  const facts = targets.map((target) => knowledge.targetFacts(target, at));
  const order = (input_tokens: number | null): Order =>
    rankTargets("cost", facts, { at, endpoint, input_tokens, tags: [] });
  const starts = bends(facts, at, endpoint);
  const along = starts.map(order);
  const changes = along.map((one, i) => i === 0 || one.some((position, place) => position !== along[i - 1]![place]));
  return {
    starts: starts.filter((_, i) => changes[i]),
    orders: along.filter((_, i) => changes[i]),
    unknown: order(null),
  };
}

const shared = new WeakMap<Knowledge, Map<string, Curve<Order>>>();

/** Curves of all policies over a log, by their targets, price epoch, day and endpoint. */
function sharedCurves(knowledge: Knowledge): Map<string, Curve<Order>> {
  let known = shared.get(knowledge);
  if (known === undefined) shared.set(knowledge, (known = new Map()));
  return known;
}

function orderAt({ starts, orders }: Curve<number>, tokens: number): number {
  let found = 0;
  for (let i = 1; i < starts.length && starts[i]! <= tokens; i++) found = i;
  return orders[found]!;
}

/** Ranks by cost: rows of one price epoch, day and endpoint share one curve of orders along the input tokens. */
export function rankByCost(
  { targets, orders }: RankQuestion,
  knowledge: Knowledge,
): (segment: Segment, inputTokens: Int32Array) => Uint32Array {
  const epochs = priceEpochs(targets, knowledge);
  const endpoints = knowledge.frame.dictionary("endpoint");
  /** By price epoch and day, then by endpoint code. */
  const tables = new Map<string, Curve<number>[]>();
  const known = sharedCurves(knowledge);
  const names = targets.join();

  function curve(at: number, span: string, place: number): Curve<number> {
    const key = `${place} ${span} ${names}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = curveOf(targets, at, endpoints[place] ?? null, knowledge)));
    return {
      starts: found.starts,
      orders: found.orders.map((order) => orders.number(order)),
      unknown: orders.number(found.unknown),
    };
  }

  return (segment, inputTokens) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const endpoint = segment.column("endpoint");
    let lastEpoch = -1;
    let lastDay = -1;
    let span = "";
    let table: Curve<number>[] = [];
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const epoch = epochs.of(when);
      const day = Math.floor(when / DAY_MS);
      if (epoch !== lastEpoch || day !== lastDay) {
        span = `${epoch} ${day}`;
        const begun = tables.get(span);
        table = begun ?? [];
        if (begun === undefined) tables.set(span, table);
        lastEpoch = epoch;
        lastDay = day;
      }
      const place = endpoint[row]!;
      const found = (table[place] ??= curve(when, span, place));
      const tokens = inputTokens[row]!;
      answers[row] = tokens < 0 ? found.unknown : found.orders.length === 1 ? found.orders[0]! : orderAt(found, tokens);
    }
    return answers;
  };
}

import type { TargetFacts } from "../../core/facts.ts";
import type { RankQuestion } from "../../core/question.ts";
import { rankScore, rankTargets } from "../../core/ranking.ts";
import type { Segment } from "../frame.ts";
import type { Knowledge } from "../knowledge/index.ts";
import { priceEpochs } from "./price-epochs.ts";

const DAY_MS = 86_400_000;

/** Order numbers along the input tokens: `orders[i]` holds from `starts[i]` tokens on. */
interface Curve {
  readonly starts: readonly number[];
  readonly orders: readonly number[];
  /** Of rows without a token count. */
  readonly unknown: number;
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

function orderAt({ starts, orders }: Curve, tokens: number): number {
  let found = 0;
  for (let i = 1; i < starts.length && starts[i]! <= tokens; i++) found = i;
  return orders[found]!;
}

/** Ranks by cost: rows of one price epoch, day and endpoint share one curve of orders along the input tokens. */
export function rankByCost(
  { by, targets, orders }: RankQuestion,
  knowledge: Knowledge,
): (segment: Segment, inputTokens: Int32Array) => Uint32Array {
  const epochs = priceEpochs(targets, knowledge);
  const endpoints = knowledge.frame.dictionary("endpoint");
  /** By price epoch and day, then by endpoint code. */
  const tables = new Map<string, Curve[]>();

  function curve(at: number, endpoint: string | null): Curve {
    const facts = targets.map((target) => knowledge.targetFacts(target, at));
    const order = (input_tokens: number | null): number =>
      orders.number(rankTargets(by, facts, { at, endpoint, input_tokens, tags: [] }));
    const starts = bends(facts, at, endpoint);
    const along = starts.map(order);
    const changes = starts.map((_, i) => i === 0 || along[i] !== along[i - 1]);
    return {
      starts: starts.filter((_, i) => changes[i]),
      orders: along.filter((_, i) => changes[i]),
      unknown: order(null),
    };
  }

  return (segment, inputTokens) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const endpoint = segment.column("endpoint");
    let lastEpoch = -1;
    let lastDay = -1;
    let table: Curve[] = [];
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const epoch = epochs.of(when);
      const day = Math.floor(when / DAY_MS);
      if (epoch !== lastEpoch || day !== lastDay) {
        const key = `${epoch} ${day}`;
        const known = tables.get(key);
        table = known ?? [];
        if (known === undefined) tables.set(key, table);
        lastEpoch = epoch;
        lastDay = day;
      }
      const place = endpoint[row]!;
      const found = (table[place] ??= curve(when, endpoints[place] ?? null));
      const tokens = inputTokens[row]!;
      answers[row] = tokens < 0 ? found.unknown : found.orders.length === 1 ? found.orders[0]! : orderAt(found, tokens);
    }
    return answers;
  };
}

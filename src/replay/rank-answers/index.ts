import type { TargetFacts } from "../core/facts.ts";
import type { RankQuestion } from "../core/question.ts";
import { callCost, expectedOutput, rankTargets } from "../core/ranking.ts";
import { tagsOf } from "./rows.ts";
import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { cutOf } from "./knowledge/health-history.ts";

const DAY_MS = 86_400_000;

/** Order numbers along the input tokens: `orders[i]` holds from `starts[i]` tokens on. */
interface Ranking {
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
      const output = expectedOutput(target, endpoint);
      const base = callCost(target, at, border, output);
      return { base, slope: callCost(target, at, border + 1, output) - base };
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

function orderAt(curve: Ranking, tokens: number): number {
  let found = 0;
  for (let i = 1; i < curve.starts.length && curve.starts[i]! <= tokens; i++) found = i;
  return curve.orders[found]!;
}

/** Price spans that matter for these targets, as an epoch number by time. */
function epochsOf(question: RankQuestion, knowledge: Knowledge): readonly number[] {
  const starts = new Set<number>();
  for (const target of question.targets) {
    for (const span of knowledge.surroundings.rates(target)?.spans ?? []) starts.add(span.from);
  }
  return [...starts].toSorted((a, b) => a - b);
}

function epochOf(epochs: readonly number[], at: number): number {
  let epoch = 0;
  while (epoch < epochs.length && epochs[epoch]! <= at) epoch++;
  return epoch;
}

/**
 * The order of targets for every row of segments, as order numbers. Rows that share everything a ranking reads (price
 * epoch, endpoint, day of the medians, snapshot of health, tags) share one ranking; for cost, one curve along input tokens.
 */
export function rankAnswers(
  question: RankQuestion,
  knowledge: Knowledge,
): (segment: Segment, inputTokens: Int32Array) => Uint32Array {
  const { by, targets, orders } = question;
  const epochs = epochsOf(question, knowledge);
  const endpoints = knowledge.frame.dictionary("endpoint");
  /** By price epoch, day and snapshot; then by endpoint or tags. */
  const tables = new Map<string, Ranking[]>();
  const useHealth = by === "latency" || by === "throughput";
  const useOutput = by === "cost" || by === "latency";
  const useTags = by === "quality";
  let tags: (readonly string[])[] = [];

  function ranking(at: number, endpoint: string | null, rowTags: readonly string[]): Ranking {
    const facts = targets.map((target) => knowledge.targetFacts(target, at));
    const order = (input_tokens: number | null): number =>
      orders.number(rankTargets(by, facts, { at, endpoint, input_tokens, tags: rowTags }));
    const starts = by === "cost" ? bends(facts, at, endpoint) : [0];
    return { starts, orders: starts.map(order), unknown: order(null) };
  }

  return (segment, inputTokens) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const endpoint = segment.column("endpoint");
    const tagCodes = useTags ? segment.column("tags") : null;
    if (useTags && tags.length === 0) tags = knowledge.frame.dictionary("tags").map(tagsOf);
    let lastEpoch = -1;
    let lastDay = -1;
    let lastCut = -1;
    let table: Ranking[] = [];
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const epoch = epochs.length === 0 ? 0 : epochOf(epochs, when);
      const day = useOutput ? Math.floor(when / DAY_MS) : 0;
      const cut = useHealth ? cutOf(when) : 0;
      if (epoch !== lastEpoch || day !== lastDay || cut !== lastCut) {
        const key = `${epoch} ${day} ${cut}`;
        let known = tables.get(key);
        if (known === undefined) tables.set(key, (known = []));
        table = known;
        lastEpoch = epoch;
        lastDay = day;
        lastCut = cut;
      }
      const place = tagCodes === null ? (useOutput ? endpoint[row]! : 0) : tagCodes[row]!;
      const found = (table[place] ??= ranking(
        when,
        tagCodes === null ? (endpoints[place] ?? null) : null,
        tagCodes === null ? [] : (tags[place] ?? []),
      ));
      const tokens = inputTokens[row]!;
      answers[row] = tokens < 0 ? found.unknown : found.orders.length === 1 ? found.orders[0]! : orderAt(found, tokens);
    }
    return answers;
  };
}

import type { TargetFacts } from "../core/facts.ts";
import type { RankQuestion } from "../core/question.ts";
import { callCost, expectedOutput, rankTargets } from "../core/ranking.ts";
import { tagsOf } from "./rows.ts";
import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { cutOf } from "./knowledge/health-history.ts";

const DAY_MS = 86_400_000;

/** Order numbers along the input tokens: `orders[i]` holds from `starts[i]` tokens on. */
interface Curve {
  readonly starts: readonly number[];
  readonly orders: readonly number[];
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

function orderAt(curve: Curve, tokens: number): number {
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
  const curves = new Map<string, Curve>();
  const useHealth = by === "latency" || by === "throughput";
  const useOutput = by === "cost" || by === "latency";
  const useTags = by === "quality";
  let tags: (readonly string[])[] = [];

  function curve(at: number, endpoint: string | null, rowTags: readonly string[]): Curve {
    const facts = targets.map((target) => knowledge.targetFacts(target, at));
    const starts = by === "cost" ? bends(facts, at, endpoint) : [0];
    return {
      starts,
      orders: starts.map((input_tokens) =>
        orders.number(rankTargets(by, facts, { at, endpoint, input_tokens, tags: rowTags })),
      ),
    };
  }
  /** Rows without a token count rank at the reference call. */
  const unknown = new Map<string, number>();

  return (segment, inputTokens) => {
    const answers = new Uint32Array(segment.rows);
    const at = segment.column("created_at");
    const endpoint = segment.column("endpoint");
    const tagCodes = useTags ? segment.column("tags") : null;
    if (useTags && tags.length === 0) tags = knowledge.frame.dictionary("tags").map(tagsOf);
    let lastEpoch = -1;
    let lastDay = -1;
    let lastCut = -1;
    let lastEndpoint = -1;
    let lastTags = -1;
    let key = "";
    let current: Curve = { starts: [0], orders: [0] };
    for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      const epoch = epochs.length === 0 ? 0 : epochOf(epochs, when);
      const day = useOutput ? Math.floor(when / DAY_MS) : 0;
      const cut = useHealth ? cutOf(when) : 0;
      const place = useOutput ? endpoint[row]! : 0;
      const tagCode = tagCodes === null ? 0 : tagCodes[row]!;
      if (epoch !== lastEpoch || day !== lastDay || cut !== lastCut || place !== lastEndpoint || tagCode !== lastTags) {
        key = `${epoch} ${day} ${cut} ${place} ${tagCode}`;
        let known = curves.get(key);
        if (known === undefined) {
          known = curve(when, endpoints[place] ?? null, tags[tagCode] ?? []);
          curves.set(key, known);
        }
        current = known;
        lastEpoch = epoch;
        lastDay = day;
        lastCut = cut;
        lastEndpoint = place;
        lastTags = tagCode;
      }
      if (inputTokens[row]! >= 0 || by !== "cost") answers[row] = orderAt(current, inputTokens[row]!);
      else {
        let order = unknown.get(key);
        if (order === undefined) {
          const facts = targets.map((target) => knowledge.targetFacts(target, when));
          const context = { at: when, endpoint: endpoints[place] ?? null, input_tokens: null, tags: [] };
          order = orders.number(rankTargets(by, facts, context));
          unknown.set(key, order);
        }
        answers[row] = order;
      }
    }
    return answers;
  };
}

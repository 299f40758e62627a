import type { CompiledPolicy } from "../core/compile.ts";
import type { Evidence } from "../core/evidence.ts";
import type { PlanNode } from "../core/plan.ts";
import type { Target } from "../core/target.ts";
import type { Outlier } from "./outliers.ts";
import { replayPolicy, type Replay, type Workbench } from "./replay-policy.ts";
import type { NamedOutlier, Rate, SimulationResult } from "./result.ts";
import { rate, sideOf } from "./side.ts";
import type { Window } from "./window.ts";

export interface SimulationQuestion {
  readonly id: string;
  readonly compiled: CompiledPolicy;
  readonly policy: SimulationResult["policy"];
  readonly window: Window;
  /** The window asked for, ms since the epoch; the rows' own ends where none was. */
  readonly from: number | null;
  readonly to: number | null;
  /** Price the candidate at this instant (ms); null = at each row's date. */
  readonly pricesAt: number | null;
  readonly outliers: number;
  /** Request ids of the store's row numbers. */
  readonly requestIds: (seqs: readonly number[]) => ReadonlyMap<number, string>;
  readonly notes: readonly string[];
}

function holds(node: PlanNode, kind: PlanNode["node"]): boolean {
  if (node.node === kind) return true;
  return node.node !== "attempt" && node.node !== "refuse" && node.children.some((child) => holds(child, kind));
}

function named(
  outliers: readonly Outlier[],
  replay: Replay,
  ids: ReadonlyMap<number, string>,
): readonly NamedOutlier[] {
  return outliers.map(({ seq, target, baseline, candidate, delta }) => ({
    request_id: ids.get(seq) ?? String(seq),
    target: replay.targets[target] ?? null,
    baseline,
    candidate,
    delta,
  }));
}

function costDistribution(replay: Replay): Readonly<Record<Target, number>> {
  const total = replay.targets.reduce((sum, _, number) => sum + replay.spentAt[number]!, 0);
  if (total === 0) return {};
  return Object.fromEntries(replay.targets.map((target, number) => [target, replay.spentAt[number]! / total]));
}

/** Ratios between the baseline's targets and the candidate's that were used for rows the log does not answer. */
function ratiosUsed(replay: Replay, bench: Workbench): SimulationResult["token_ratios"] {
  const { costRows } = replay.total.candidate;
  if (costRows.slice(2).every((rows) => rows === 0)) return [];
  const used: SimulationResult["token_ratios"][number][] = [];
  for (const baseline of bench.knowledge.census.targets.keys()) {
    for (const candidate of replay.targets) {
      if (baseline === candidate) continue;
      const { input, output, pairs, learnt } = bench.knowledge.ratio(baseline, candidate);
      used.push({ baseline, candidate, input, output, pairs, evidence: learnt ? "projected" : "assumed" });
    }
  }
  return used;
}

function explain(replay: Replay, question: SimulationQuestion, bench: Workbench): readonly string[] {
  const { total } = replay;
  const notes = [...question.notes];
  const unpriced = replay.targets.filter((target) => bench.knowledge.surroundings.rates(target) === null);
  if (unpriced.length > 0) notes.push(`No price is known for ${unpriced.join(", ")}: those costs are null, not 0.`);
  const { assumed, unidentified } = {
    assumed: total.candidate.costRows[3]!,
    unidentified: total.happened.unidentified,
  };
  if (assumed > 0) {
    notes.push(
      `${assumed} of ${total.requests} costs are assumed: the baseline's token counts at the candidate's price, the log holding too few pairs of both models (30 needed) to learn from. See the range.`,
    );
  }
  if (unidentified > 0) notes.push(`${unidentified} rows hang on an answer the log does not hold: see the bounds.`);
  const untimed = total.candidate.timeRows[4]!;
  if (untimed > 0)
    notes.push(`The log has too few answers of the candidate (72 needed) to tell the latency of ${untimed} rows.`);
  if (total.happened.assumed_price > 0)
    notes.push(`${total.happened.assumed_price} rows are older than the first known price, which stands in.`);
  if (total.happened.imputed > 0)
    notes.push(`${total.happened.imputed} failed baseline rows have no tokens: their endpoint's median stands in.`);
  if (total.happened.near_match > 0) {
    notes.push(
      `${total.happened.near_match} rows have the same prompt, with other parameters, answered by the candidate: not counted as recorded.`,
    );
  }
  return notes;
}

/** How often a fallback was exercised; not to be told where nobody knows how often the first target fails. */
function fallbackRate({ total, plans }: Replay, evidence: Evidence): Rate {
  if (evidence !== "unidentified") return rate(total.happened.fallback, total.requests, evidence);
  if (!plans.some(({ plan }) => holds(plan.node, "fallback"))) return rate(0, total.requests, "recorded");
  return {
    count: total.happened.fallback,
    n: total.requests,
    share: null,
    ci_95: { lower: null, upper: null },
    evidence,
  };
}

function cascadeOf(replay: Replay, question: SimulationQuestion, bench: Workbench): SimulationResult["cascade"] {
  if (!replay.plans.some(({ plan }) => holds(plan.node, "cascade"))) return null;
  const { total } = replay;
  const unknown = total.happened.unidentified;
  const side = sideOf(total, replay.targets);
  const blended_cost_usd = side.candidate.cost_usd;
  if (unknown === 0) {
    return {
      escalated: rate(total.happened.escalated, total.requests, side.candidate.evidence),
      blended_cost_usd,
      bounds: null,
    };
  }
  const accepted = replayPolicy(question.compiled, question.window.selection, bench, {
    pricesAt: question.pricesAt,
    unknownAccept: "accept",
    outliers: 0,
  }).total;
  const evidence: Evidence = "unidentified";
  return {
    escalated: {
      count: accepted.happened.escalated,
      n: total.requests,
      share: null,
      ci_95: {
        lower: accepted.happened.escalated / total.requests,
        upper: total.happened.escalated / total.requests,
      },
      evidence,
    },
    blended_cost_usd,
    bounds: { all_accepted_usd: accepted.candidate.cost, all_escalated_usd: total.candidate.cost },
  };
}

/** The whole answer for one policy over one window: nothing is called, every number says where it comes from. */
export function simulate(question: SimulationQuestion, bench: Workbench): SimulationResult {
  const { window } = question;
  const replay = replayPolicy(question.compiled, window.selection, bench, {
    pricesAt: question.pricesAt,
    unknownAccept: "escalate",
    outliers: question.outliers,
  });
  const { total } = replay;
  const side = sideOf(total, replay.targets);
  const ids = question.requestIds([...replay.outliers.cost, ...replay.outliers.latency].map(({ seq }) => seq));
  const cascade = cascadeOf(replay, question, bench);
  const range = cascade?.bounds;
  const { exact: _, ...unreplayable } = window.replayability;
  return {
    id: question.id,
    window: {
      start: new Date(question.from ?? window.oldest ?? 0).toISOString(),
      end: new Date(question.to ?? (window.newest ?? 0) + 1).toISOString(),
    },
    mode: "routing_only",
    ...side,
    candidate:
      range == null || range.all_accepted_usd === null || range.all_escalated_usd === null
        ? side.candidate
        : {
            ...side.candidate,
            cost_range_usd: [
              range.all_accepted_usd,
              Math.max(range.all_escalated_usd, side.candidate.cost_range_usd?.[1] ?? 0),
            ],
          },
    window_requests: window.window_requests,
    sample: {
      rows: window.selection.rows,
      inclusion_probability: window.inclusion_probability,
      seed: window.seed,
      method: window.inclusion_probability < 1 ? "sha256_bottom_k" : "all",
    },
    cost_distribution: costDistribution(replay),
    fallback: {
      exercised: fallbackRate(replay, side.candidate.latency.evidence),
      budget_misses: total.happened.budget_missed,
      retried: total.happened.retried,
    },
    cascade,
    arms:
      replay.arms.size === 0
        ? null
        : Object.fromEntries([...replay.arms].map(([name, tally]) => [name, sideOf(tally, replay.targets)])),
    unpriced: {
      baseline: total.baseline.unpriced,
      candidate: total.candidate.unpriced,
      targets: replay.targets.filter((target) => bench.knowledge.surroundings.rates(target) === null),
    },
    refused: total.refused,
    imputed: total.happened.imputed,
    near_match: total.happened.near_match,
    assumed_price: total.happened.assumed_price,
    unreplayable: Object.fromEntries(Object.entries(unreplayable).filter(([, count]) => count > 0)),
    left_out: Object.fromEntries(Object.entries(window.left_out).filter(([, count]) => count > 0)),
    outliers: {
      cost_usd: named(replay.outliers.cost, replay, ids),
      latency_ms: named(replay.outliers.latency, replay, ids),
    },
    policy: question.policy,
    facts_id: bench.knowledge.facts_id,
    price_version: bench.knowledge.surroundings.priceVersion,
    token_ratios: ratiosUsed(replay, bench),
    notes: explain(replay, question, bench),
  };
}

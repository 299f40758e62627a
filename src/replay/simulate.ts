import type { CompiledPolicy } from "../core/compile.ts";
import type { Target } from "../core/target.ts";
import type { Outlier } from "./outliers.ts";
import { replayPolicy, type DoneRows, type Replay, type Workbench } from "./replay-policy.ts";
import { cascadeOf, fallbackRate } from "./exercised.ts";
import { notesOn } from "./notes.ts";
import type { Ends, NamedOutlier, SimulationResult } from "./result.ts";
import { routeFlows } from "./route-flows.ts";
import { sideOf, withRange } from "./side.ts";
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
  /** Told of the rows as they are replayed. */
  readonly onRows?: (done: DoneRows) => void;
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

function ratiosUsed(replay: Replay, bench: Workbench): SimulationResult["token_ratios"] {
  return replay.ratios.map(({ baseline, candidate }) => {
    const { input, output, input_range, output_range, pairs, learnt_from } = bench.knowledge.ratio(baseline, candidate);
    const interval = ([lower, upper]: readonly [number, number]): Ends =>
      learnt_from === null ? { lower: null, upper: null } : { lower, upper };
    return {
      baseline,
      candidate,
      input,
      output,
      input_ci_95: interval(input_range),
      output_ci_95: interval(output_range),
      pairs,
      learnt_from,
      evidence: learnt_from === null ? "assumed" : "projected",
    };
  });
}

/** The whole answer for one policy over one window: nothing is called, every number says where it comes from. */
export function simulate(question: SimulationQuestion, bench: Workbench): SimulationResult {
  const { window } = question;
  const flows = routeFlows(bench.knowledge.frame);
  const replay = replayPolicy(question.compiled, window.selection, bench, {
    pricesAt: question.pricesAt,
    unknownAccept: "escalate",
    outliers: question.outliers,
    onRows(done) {
      flows.onRows(done);
      question.onRows?.(done);
    },
  });
  const { total } = replay;
  const side = sideOf(total, replay.targets);
  const ids = question.requestIds([...replay.outliers.cost, ...replay.outliers.latency].map(({ seq }) => seq));
  const cascade = cascadeOf(replay, () =>
    replayPolicy(question.compiled, window.selection, bench, {
      pricesAt: question.pricesAt,
      unknownAccept: "accept",
      outliers: 0,
      costsOnly: true,
    }),
  );
  const { exact: _, ...unreplayable } = window.replayability;
  return {
    id: question.id,
    window: {
      start: new Date(question.from ?? window.oldest ?? 0).toISOString(),
      end: new Date(question.to ?? (window.newest ?? 0) + 1).toISOString(),
    },
    mode: "routing_only",
    ...(cascade?.range == null ? side : withRange(side, cascade.range)),
    window_requests: window.window_requests,
    sample: {
      rows: window.selection.rows,
      inclusion_probability: window.inclusion_probability,
      seed: window.seed,
      method: window.inclusion_probability < 1 ? "sha256_bottom_k" : "all",
    },
    route_flow: flows.result(),
    latency_histogram: {
      baseline: total.baseline.latencies.bins(),
      candidate: side.candidate.p50_ms === null ? null : total.candidate.latencies.bins(),
    },
    cost_distribution: costDistribution(replay),
    fallback: {
      exercised: fallbackRate(replay),
      budget_misses: total.happened.budget_missed,
      retried: total.happened.retried,
    },
    cascade: cascade?.shown ?? null,
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
    votes_unknown: total.happened.vote_unknown,
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
    refining: null,
    pilot: null,
    notes: [...question.notes, ...notesOn(replay, question.compiled, window, bench.knowledge)],
  };
}

import { pairedDeltas, type BootstrapEstimate, type Paired } from "../stats/paired-deltas.ts";
import { pairSums, ratioOfSums, type Ratio } from "../stats/ratio.ts";
import { tango } from "../stats/tango.ts";
import type { PairColumns, SideColumns } from "./columns.ts";
import type { ExperimentDefinition } from "./definition.ts";
import type { Differences, WindowTotal } from "./differences.ts";
import type { Figure } from "./figure.ts";
import { evidenceOf, outcomeEvidence, randomOf } from "./figures.ts";

/** Candidate against log, with the evidence of the candidate (the log is recorded): saving and latency with shared cluster-bootstrap resamples, failures as paired outcomes. */
export function measuredDifferences(columns: PairColumns, { seed }: ExperimentDefinition): Differences {
  const { original, replay, cluster } = columns;
  const cost = answered(original, replay, "cost");
  const latency = answered(original, replay, "latency");
  const {
    saving,
    latency: quantiles,
    method,
  } = pairedDeltas(cost, latency, {
    random: randomOf(seed, "differences"),
    cluster,
  });
  const both = pairSums(cost.baseline, cost.candidate);
  const priced = evidenceOf(replay, replay.cost);
  const timed = evidenceOf(replay, replay.latency);
  const figure = (estimate: BootstrapEstimate, n: number, evidence = priced): Figure => ({
    estimate: estimate.estimate,
    ci_95: { lower: estimate.lower, upper: estimate.upper },
    n,
    evidence: estimate.estimate === null ? "unidentified" : evidence,
    estimand: "future",
    method,
  });
  const [p50, p95] = quantiles.map((one) => figure(one, one.pairs, timed));
  return {
    cost: {
      baseline_usd: both.n === 0 ? null : both.x,
      candidate_usd: both.n === 0 ? null : both.y,
      saving: figure(saving, both.n),
    },
    p50_ms: p50 as Figure,
    p95_ms: p95 as Figure,
    error_rate: errorRate(columns),
  };
}

/** Values of the pairs that answered on both sides: a call that fails is neither a saving nor a fast one. */
export function answered(baseline: SideColumns, candidate: SideColumns, name: "cost" | "latency"): Paired {
  const of = (one: SideColumns, other: SideColumns): Float64Array =>
    Float64Array.from(one[name], (value, row) =>
      one.failure[row] === null && other.failure[row] === null ? value : Number.NaN,
    );
  return { baseline: of(baseline, candidate), candidate: of(candidate, baseline) };
}

function errorRate({ original, replay, rows }: PairColumns): Figure {
  let more = 0;
  let fewer = 0;
  for (let row = 0; row < rows; row += 1) {
    const [before, after] = [original.failure[row] !== null, replay.failure[row] !== null];
    if (after && !before) more += 1;
    if (before && !after) fewer += 1;
  }
  const { estimate, lower, upper } = tango(more, fewer, rows);
  return {
    estimate,
    ci_95: { lower, upper },
    n: rows,
    evidence: rows === 0 ? "unidentified" : outcomeEvidence(replay),
    estimand: "future",
    method: "tango",
  };
}

/** The known cost of the whole window times candidate / baseline; the interval closes as the sample grows to the window. */
export function windowTotal({ original, replay, cluster }: PairColumns, definition: ExperimentDefinition): WindowTotal {
  const { window_cost_usd: baseline_usd, frame } = definition;
  const cost = answered(original, replay, "cost");
  const sums = clusterSums(cost.baseline, cost.candidate, cluster);
  const both = pairSums(cost.baseline, cost.candidate);
  const { estimate, standardError, lower, upper } = ratioOfSums(sums);
  const correction = Math.sqrt(Math.max(0, 1 - both.n / Math.max(1, frame.replayable)));
  const times = (value: number | null): number | null =>
    value === null || estimate === null || baseline_usd === null
      ? null
      : (estimate + (value - estimate) * correction) * baseline_usd;
  return {
    baseline_usd,
    rows: frame.replayable,
    candidate_usd: {
      estimate: times(estimate),
      ci_95: {
        lower: standardError === null ? null : times(lower),
        upper: standardError === null ? null : times(upper),
      },
      n: both.n,
      evidence: estimate === null || baseline_usd === null ? "unidentified" : evidenceOf(replay, replay.cost),
      estimand: "window",
      method: "ratio_estimator_linearised",
    },
  };
}

/** Candidate tokens over baseline tokens, over the pairs of which both are known. */
export function tokenRatio({ original, replay, cluster }: PairColumns, side: "input" | "output"): Figure {
  const ratio: Ratio = ratioOfSums(clusterSums(original[side], replay[side], cluster));
  return {
    estimate: ratio.estimate,
    ci_95: { lower: ratio.lower, upper: ratio.upper },
    n: pairSums(original[side], replay[side]).n,
    evidence: ratio.estimate === null ? "unidentified" : evidenceOf(replay, replay[side]),
    estimand: "future",
    method: "ratio_of_sums_linearised",
  };
}

/** Sums over clusters instead of pairs: the linearised error of a ratio then holds for pairs that are alike within their cluster. */
function clusterSums(x: ArrayLike<number>, y: ArrayLike<number>, cluster: readonly number[]) {
  const totals = new Map<number, [number, number]>();
  for (const [row, of] of cluster.entries()) {
    const [a, b] = [x[row] as number, y[row] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    const total = totals.get(of) ?? [0, 0];
    total[0] += a;
    total[1] += b;
    totals.set(of, total);
  }
  const pairs = [...totals.values()];
  return pairSums(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
  );
}

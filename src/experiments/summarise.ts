import type { Bucket } from "../compare/bucket.ts";
import { OUTCOME_CLASSES } from "../compare/outcome-class.ts";
import { bySize, type RouteFlow } from "../core/route-flow.ts";
import type { Target } from "../core/target.ts";
import { timeBins } from "../stats/time-histogram.ts";
import { measureResults, thresholdsOf } from "./calibration.ts";
import { readPairs, type PairColumns } from "./columns.ts";
import { bucketOfComparison } from "./compare-pair.ts";
import { controlFindings, type ControlFindings } from "./control.ts";
import { costByTarget } from "./cost-by-target.ts";
import type { ExperimentDefinition, ExperimentRun } from "./definition.ts";
import { exercisedOf } from "./exercised.ts";
import { measuredDifferences, tokenRatio, windowTotal } from "./measured-differences.ts";
import { notesOn } from "./notes.ts";
import { outcomeResults } from "./outcomes.ts";
import { pairOutliers } from "./outliers.ts";
import type { PairRecord } from "./pair.ts";
import { AGREEMENT_METRIC, primaryEvidence, primaryResult } from "./primary.ts";
import type { ExperimentResult, Guardrail, ResultFrame, Stopping } from "./result.ts";
import { measuredSide } from "./side.ts";
import { similarityResult } from "./similarity.ts";
import type { PairClass } from "./similarity-result.ts";

/** The p95 of the candidate may be this many times that of the baseline, in the same hour. */
const MOST_P95_RATIO = 1.1;

/**
 * The result of an experiment from its stored pairs, read once and in ascending order; bodies are not kept. The same pairs give the same
 * result, at any time: nothing here calls, and what is random takes the experiment's seed.
 */
export function summarise(
  records: Iterable<PairRecord>,
  definition: ExperimentDefinition,
  run: ExperimentRun,
): ExperimentResult {
  const columns = readPairs(records);
  const measures = measureResults(columns, definition);
  const thresholds = thresholdsOf(measures);
  const buckets = bucketsOf(columns, thresholds);
  const similarity = similarityResult(columns, buckets, measures);
  const control = controlFindings(columns, buckets, thresholds, definition);
  const outcomes = outcomeResults(columns, definition);
  const differences = primaryDifferences(columns, buckets, definition);
  const baseline = measuredSide(columns.original, columns.cluster);
  const candidate = measuredSide(columns.replay, columns.cluster);
  const frame = frameOf(columns, definition);
  const unpriced = { baseline: baseline.unpriced, candidate: candidate.unpriced };
  return {
    id: definition.id,
    window: definition.window,
    requests: columns.rows,
    mode: "with_responses",
    baseline,
    candidate,
    route_distribution: routes(columns.replay.target),
    route_flow: flow(columns),
    cost_by_target: { baseline: costByTarget(columns.original), candidate: costByTarget(columns.replay) },
    latency_histogram: { baseline: timeBins(columns.original.latency), candidate: timeBins(columns.replay.latency) },
    exercised: {
      baseline: exercisedOf(columns.original, columns.cluster),
      candidate: exercisedOf(columns.replay, columns.cluster),
    },
    policy: definition.policy,
    asked: definition.asked,
    frame,
    differences: measuredDifferences(columns, definition),
    window_total: windowTotal(columns, definition),
    control: control?.result ?? null,
    similarity,
    outcome_classes: classes(columns),
    outcomes,
    primary: primaryResult(definition, differences, outcomes, similarity, control),
    guardrails: guardrails(control),
    outliers: pairOutliers(columns, buckets, definition.outliers),
    spend: run.spend,
    stopping: stoppingOf(differences, frame, definition, run),
    truncated_by_us: columns.truncated,
    output_token_ratio: tokenRatio(columns, "output"),
    input_token_ratio: tokenRatio(columns, "input"),
    trial_ledger: run.trial_ledger,
    facts_id: definition.facts_id,
    price_version: definition.price_version,
    notes: notesOn(columns, frame, measures, control, unpriced, run.notes),
  };
}

function bucketsOf({ likeness }: PairColumns, thresholds: ReturnType<typeof thresholdsOf>): readonly (Bucket | null)[] {
  return likeness.similarity.map((similarity, row) =>
    bucketOfComparison(
      {
        measure: likeness.measure[row] as string | null,
        similarity: Number.isNaN(similarity) ? null : similarity,
        atMost: likeness.atMost[row] as Bucket | null,
      },
      thresholds,
    ),
  );
}

/** What each pair says of the primary outcome, in hash order. */
function primaryDifferences(
  { outcomes }: PairColumns,
  buckets: readonly (Bucket | null)[],
  { primary }: ExperimentDefinition,
): readonly number[] {
  if (primary === null) return [];
  if (primary.metric === AGREEMENT_METRIC) {
    return buckets.flatMap((bucket) => (bucket === null ? [] : bucket === "high" ? 0 : -1));
  }
  const values = outcomes.get(primary.metric);
  return (values?.row ?? []).flatMap((_, at) => {
    const difference = (values?.replay[at] as number) - (values?.original[at] as number);
    return Number.isNaN(difference) ? [] : Math.sign(difference);
  });
}

function frameOf(columns: PairColumns, { frame, seed }: ExperimentDefinition): ResultFrame {
  const answered = columns.class.filter((one) => !/failed|unread/.test(one)).length;
  const counted = columns.rows + columns.interrupted;
  return {
    ...frame,
    attempted: columns.attempted,
    counted,
    beyond_prefix: columns.attempted - counted,
    interrupted: columns.interrupted,
    comparable: answered,
    clusters: columns.clusters.size,
    seed,
  };
}

function routes(targets: readonly (Target | null)[]): Readonly<Record<Target, number>> {
  const counts = new Map<Target, number>();
  let reached = 0;
  for (const target of targets) {
    if (target === null) continue;
    counts.set(target, (counts.get(target) ?? 0) + 1);
    reached += 1;
  }
  const descending = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return Object.fromEntries(descending.map(([target, count]) => [target, count / reached]));
}

function flow({ original, replay }: PairColumns): readonly RouteFlow[] {
  const flows = new Map<string, RouteFlow>();
  for (const [row, to] of replay.target.entries()) {
    const from = original.target[row] ?? null;
    const name = JSON.stringify([from, to]);
    flows.set(name, { from, to, requests: (flows.get(name)?.requests ?? 0) + 1 });
  }
  return bySize([...flows.values()]);
}

function classes(columns: PairColumns): Readonly<Record<PairClass, number>> {
  const counts = Object.fromEntries(
    (["interrupted", "unread", "truncated_by_us", ...OUTCOME_CLASSES] as const).map((name) => [name, 0]),
  ) as Record<PairClass, number>;
  for (const one of columns.class) counts[one] += 1;
  counts.interrupted = columns.interrupted;
  return counts;
}

function guardrails(control: ControlFindings | null): readonly Guardrail[] {
  if (control === null) return [];
  const upper = control.p95_ratio_upper_95;
  return [
    {
      metric: "latency_p95_ratio",
      estimate: control.result.latency.p95_ratio.estimate,
      upper_95: upper,
      limit: MOST_P95_RATIO,
      status: upper === null ? "unknown" : upper <= MOST_P95_RATIO ? "pass" : "fail",
    },
  ];
}

function stoppingOf(
  differences: readonly number[],
  frame: ResultFrame,
  definition: ExperimentDefinition,
  { state, reason }: ExperimentRun,
): Stopping {
  const evidence = primaryEvidence(definition);
  for (const difference of differences) evidence?.take(difference);
  const seen = evidence?.state() ?? null;
  return {
    mode: definition.stopping,
    state,
    reason,
    prefix_n: frame.counted,
    planned_n: frame.sampled,
    e_safe: finite(seen?.safe),
    e_harm: finite(seen?.harm),
    e_decision: seen?.decision ?? null,
  };
}

/** Evidence beyond what a number holds is as good as the largest: infinity is no JSON. */
function finite(value: number | undefined): number | null {
  return value === undefined ? null : Math.min(value, Number.MAX_VALUE);
}

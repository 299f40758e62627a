import type { Bucket } from "../compare/bucket.ts";
import { bootstrap } from "../stats/bootstrap.ts";
import { percentileInterval } from "../stats/bootstrap-interval.ts";
import { newcombe } from "../stats/newcombe.ts";
import { Z95_ONE_SIDED } from "../stats/normal.ts";
import type { Paired } from "../stats/paired-deltas.ts";
import { valuesForUpperBound } from "../stats/quantile-interval.ts";
import { resampledQuantileRatios } from "../stats/resampled-quantiles.ts";
import type { LikenessColumns, PairColumns, SideColumns } from "./columns.ts";
import { bucketOfComparison } from "./compare-pair.ts";
import type { ControlResult } from "./control-result.ts";
import type { ExperimentDefinition } from "./definition.ts";
import type { Figure, Share } from "./figure.ts";
import { outcomeEvidence, randomOf, shareOf } from "./figures.ts";
import { answered } from "./measured-differences.ts";
import { measuredSide } from "./side.ts";
import type { Thresholds } from "../compare/bucket.ts";

/** The control and the one-sided bounds that decisions take from it. */
export interface ControlFindings {
  readonly result: ControlResult;
  /** One-sided 95 % upper bound of the p95 ratio; null below the pairs it needs. */
  readonly p95_ratio_upper_95: number | null;
  /** One-sided 95 % bounds of the excess. */
  readonly excess_bounds: { readonly lower: number; readonly upper: number };
}

/** The baseline against itself, and the candidate against it in the same hour; null without a control. */
export function controlFindings(
  columns: PairColumns,
  buckets: readonly (Bucket | null)[],
  thresholds: (measure: string) => Thresholds,
  { seed }: ExperimentDefinition,
): ControlFindings | null {
  const { row, side, likeness } = columns.control;
  if (row.length === 0) return null;
  const cluster = row.map((at) => columns.cluster[at] as number);
  const original = sideAt(columns.original, row);
  const replay = sideAt(columns.replay, row);
  const own = row.map((_, at) =>
    bucketOfComparison(
      {
        measure: likeness.measure[at] as string | null,
        similarity: Number.isNaN(likeness.similarity[at]) ? null : (likeness.similarity[at] as number),
        atMost: likeness.atMost[at] as Bucket | null,
      },
      thresholds,
    ),
  );
  const control = differing(own, cluster);
  const candidate = differing(buckets, columns.cluster);
  const of = [candidate.count, candidate.n, control.count, control.n] as const;
  const excess = newcombe(...of);
  const oneSided = newcombe(...of, Z95_ONE_SIDED);
  const measured = outcomeEvidence(replay);
  const ratios = timeRatios(answered(side, replay, "latency"), cluster, `${seed}:same hour`);
  const hour = timeRatios(answered(original, side, "latency"), cluster, `${seed}:hour`);
  const figure = (ratio: TimeRatio): Figure => ({
    estimate: ratio.estimate,
    ci_95: ratio.ci_95,
    n: ratio.n,
    evidence: ratio.estimate === null ? "unidentified" : measured,
    estimand: "future",
    method: "percentile_cluster_bootstrap",
  });
  return {
    result: {
      pairs: row.length,
      side: measuredSide(side, cluster),
      differs: {
        control,
        candidate,
        excess: {
          estimate: excess.estimate,
          ci_95: { lower: excess.lower, upper: excess.upper },
          n: candidate.n,
          evidence: excess.estimate === null ? "unidentified" : measured,
          estimand: "future",
          method: "newcombe",
        },
      },
      identical: { control: identical(likeness, cluster), candidate: identical(columns.likeness, columns.cluster) },
      latency: { p50_ratio: figure(ratios[0]), p95_ratio: figure(ratios[1]), hour_ratio: figure(hour[0]) },
    },
    p95_ratio_upper_95: ratios[1].upper_95,
    excess_bounds: { lower: oneSided.lower, upper: oneSided.upper },
  };
}

/** Pairs that are compared and not in bucket `high`. */
function differing(buckets: readonly (Bucket | null)[], clusters: readonly number[]): Share {
  const rows = buckets.flatMap((bucket, row) => (bucket === null ? [] : [row]));
  return shareOf(
    rows.map((row) => buckets[row] !== "high"),
    rows.map((row) => clusters[row] as number),
  );
}

/** Pairs with the very same answer, of those that have one to compare with. */
function identical({ atMost, identical: same }: LikenessColumns, clusters: readonly number[]): Share {
  const rows = atMost.flatMap((bucket, row) => (bucket === null ? [] : [row]));
  return shareOf(
    rows.map((row) => same[row] as boolean),
    rows.map((row) => clusters[row] as number),
  );
}

interface TimeRatio extends Pick<Figure, "estimate" | "ci_95" | "n"> {
  readonly upper_95: number | null;
}

/** quantile(candidate) / quantile(baseline) at p50 and p95; an end is withheld below the pairs that its order statistic needs. */
function timeRatios(
  { baseline, candidate }: Paired,
  clusters: readonly number[],
  seed: string,
): [TimeRatio, TimeRatio] {
  const numbers = new Map([...new Set(clusters)].map((cluster, at) => [cluster, at]));
  const of = clusters.map((cluster) => numbers.get(cluster) as number);
  const levels = [0.5, 0.95];
  const { observed, resampled } = bootstrap([resampledQuantileRatios(baseline, candidate, of, levels)], {
    clusters: numbers.size,
    random: randomOf(seed, "latency"),
  });
  let n = 0;
  for (const [row, time] of Array.from(baseline).entries())
    if (!Number.isNaN(time + (candidate[row] as number))) n += 1;
  const ratio = (at: number): TimeRatio => {
    const level = levels[at] as number;
    const value = observed[at] as number;
    const interval = (alpha: number): ReturnType<typeof percentileInterval> => {
      const needed = Math.max(valuesForUpperBound(level, alpha / 2), valuesForUpperBound(1 - level, alpha / 2));
      return numbers.size >= 2 && n >= needed && !Number.isNaN(value)
        ? percentileInterval(resampled[at] as Float64Array, alpha)
        : null;
    };
    const ends = interval(0.05);
    return {
      estimate: Number.isNaN(value) ? null : value,
      ci_95: { lower: ends?.lower ?? null, upper: ends?.upper ?? null },
      n,
      upper_95: interval(0.1)?.upper ?? null,
    };
  };
  return [ratio(0), ratio(1)];
}

function sideAt(side: SideColumns, rows: readonly number[]): SideColumns {
  const at = <T>(values: readonly T[]): T[] => rows.map((row) => values[row] as T);
  return {
    target: at(side.target),
    evidence: at(side.evidence),
    failure: at(side.failure),
    cost: at(side.cost),
    latency: at(side.latency),
    ttft: at(side.ttft),
    input: at(side.input),
    output: at(side.output),
    attempts: at(side.attempts),
  };
}

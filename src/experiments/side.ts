import { quantile, sorted } from "../stats/quantile.ts";
import { quantileEstimates } from "../stats/select-quantile.ts";
import type { SideColumns } from "./columns.ts";
import type { MeasuredSide } from "./figure.ts";
import { evidenceCounts, evidenceOf, shareOf, sumOf } from "./figures.ts";

/** Sums, quantiles and failures of one side. Quantiles take in every call whose time is known, failed ones too, as those of a simulation do. */
export function measuredSide(columns: SideColumns, clusters: readonly number[]): MeasuredSide {
  const times = sorted(columns.latency);
  const at = (ranks: readonly number[]): number[] => ranks.map((rank) => times[rank - 1] as number);
  const [p50, p95] = quantileEstimates(times.length, at, [0.5, 0.95]);
  const priced = columns.cost.filter((cost) => !Number.isNaN(cost)).length;
  const failures: Record<string, number> = {};
  for (const failure of columns.failure) if (failure !== null) failures[failure] = (failures[failure] ?? 0) + 1;
  const error_rate = shareOf(
    columns.failure.map((failure) => failure !== null),
    clusters,
  );
  return {
    cost_usd: sumOf(columns.cost),
    p50_ms: p50?.value ?? null,
    p95_ms: p95?.value ?? null,
    errors: error_rate.count,
    evidence: evidenceOf(columns, columns.cost),
    evidence_counts: evidenceCounts(columns.evidence),
    priced,
    unpriced: columns.cost.length - priced,
    timed: times.length,
    p50_ci_95: { lower: p50?.lower ?? null, upper: p50?.upper ?? null },
    p95_ci_95: { lower: p95?.lower ?? null, upper: p95?.upper ?? null },
    mean_ms: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
    ttft_p50_ms: quantile(sorted(columns.ttft), 0.5),
    input_tokens: sumOf(columns.input),
    output_tokens: sumOf(columns.output),
    error_rate,
    failures,
  };
}

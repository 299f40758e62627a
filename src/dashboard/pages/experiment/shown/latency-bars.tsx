import type { Evidence } from "../../../../core/evidence.ts";
import { thousands } from "../../../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { Bars, type Bar } from "../../../parts/chart/bars.tsx";
import type { Ends } from "../../../parts/interval-text.ts";

/** What is known of the times of one side, ms. */
export interface Times {
  readonly n: number;
  readonly evidence: Evidence;
  readonly mean_ms: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p50_ci_95: Ends;
  readonly p95_ci_95: Ends;
}

const NONE: Ends = { lower: null, upper: null };

/** Median, mean and 95th percentile of both sides, with whiskers. */
export function LatencyBars({ baseline, candidate }: { readonly baseline: Times; readonly candidate: Times }) {
  const bar = (name: string, side: "baseline" | "candidate", value: number | null, ends: Ends): readonly Bar[] =>
    value === null
      ? []
      : [
          {
            label: `${name}, ${side}`,
            value,
            text: milliseconds(value),
            tone: side,
            interval: ends.lower === null || ends.upper === null ? null : [ends.lower, ends.upper],
          },
        ];
  return (
    <Bars
      title="Median, mean and 95th percentile of both sides"
      note={`Baseline: n = ${thousands(baseline.n)}, ${baseline.evidence}. Whiskers: 95%, by order statistics; a mean has none.`}
      unit="ms"
      n={candidate.n}
      evidence={candidate.evidence}
      between={millisecondsInterval}
      bars={[
        ...bar("median", "baseline", baseline.p50_ms, baseline.p50_ci_95),
        ...bar("median", "candidate", candidate.p50_ms, candidate.p50_ci_95),
        ...bar("mean", "baseline", baseline.mean_ms, NONE),
        ...bar("mean", "candidate", candidate.mean_ms, NONE),
        ...bar("95th percentile", "baseline", baseline.p95_ms, baseline.p95_ci_95),
        ...bar("95th percentile", "candidate", candidate.p95_ms, candidate.p95_ci_95),
      ]}
    />
  );
}

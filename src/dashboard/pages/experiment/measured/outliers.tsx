import { Link } from "@tanstack/react-router";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { UNKNOWN, type FigureOptions } from "../../../../core/figures/rounding.ts";
import type { ExperimentResult, PairOutlier } from "../../../../experiments/result.ts";
import { Section } from "../../../parts/page.tsx";
import { OutlierTable, type OutlierRow } from "../shown/outlier-table.tsx";

type Write = (value: number | null, options?: FigureOptions) => string;

/** Pairs whose cost or time changed most, and those least alike: each opens with both answers, their differences and its trace. */
export function PairOutliers({ result: { outliers, candidate } }: { readonly result: ExperimentResult }) {
  const { cost_usd: cost, latency_ms: latency, low_similarity: low } = outliers;
  if (cost.length + latency.length + low.length === 0) return null;
  return (
    <Section
      title="Requests that differ most"
      note="Each opens with both answers, where they differ word by word and field by field, and the decision trace. Single pairs have no interval."
    >
      <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <OutlierTable title="By likeness" rows={low.map(rowOf(alike))} evidence={candidate.evidence} />
        <OutlierTable title="By cost" rows={cost.map(rowOf(usd))} evidence={candidate.evidence} />
        <OutlierTable title="By latency" rows={latency.map(rowOf(milliseconds))} evidence={candidate.evidence} />
      </div>
    </Section>
  );
}

/** In the list of low similarity neither side has a number: the difference is the similarity. */
const alike: Write = (value) => (value === null ? UNKNOWN : `${value.toFixed(3)} alike`);

function rowOf(write: Write) {
  return ({ ordinal, request_id: id, target, baseline, candidate, value }: PairOutlier): OutlierRow => ({
    key: id,
    link: (
      <Link
        from="/experiments/$id"
        to="."
        search={{ tab: "pairs", pair: String(ordinal), request: id }}
        className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
      >
        Pair {ordinal}
      </Link>
    ),
    target,
    baseline: write(baseline),
    candidate: write(candidate),
    difference: write(value, { sign: true }),
  });
}

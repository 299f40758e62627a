import { Link } from "@tanstack/react-router";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { FigureOptions } from "../../../../core/figures/rounding.ts";
import type { NamedOutlier, SimulationResult } from "../../../../replay/result.ts";
import { Section } from "../../../parts/page.tsx";
import { OutlierTable, type OutlierRow } from "../shown/outlier-table.tsx";
import { AnyRequest } from "./any-request.tsx";

/** Requests on which both sides lie furthest apart, and any other by its id: each opens with the decision of both sides. */
export function Outliers({ result: { outliers, candidate } }: { readonly result: SimulationResult }) {
  return (
    <Section
      title="Requests that differ most"
      note="Each opens with the decision trace of both sides. Single requests have no interval."
    >
      <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <OutlierTable title="By cost" rows={outliers.cost_usd.map(rowOf(usd))} evidence={candidate.evidence} />
        <OutlierTable
          title="By latency"
          rows={outliers.latency_ms.map(rowOf(milliseconds))}
          evidence={candidate.latency.evidence}
        />
      </div>
      <AnyRequest />
    </Section>
  );
}

function rowOf(write: (value: number, options?: FigureOptions) => string) {
  return ({ request_id: id, target, baseline, candidate, delta }: NamedOutlier): OutlierRow => ({
    key: id,
    link: (
      <Link
        from="/experiments/$id"
        to="."
        search={(now) => ({ ...now, request: id })}
        resetScroll={false}
        className="inline-block min-h-6 font-mono text-xs text-accent underline-offset-2 hover:underline"
      >
        {id.slice(0, 13)}…
      </Link>
    ),
    target,
    baseline: write(baseline),
    candidate: write(candidate),
    difference: write(delta, { sign: true }),
  });
}

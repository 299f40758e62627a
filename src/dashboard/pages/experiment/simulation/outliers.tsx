import { Link } from "@tanstack/react-router";
import type { Evidence } from "../../../../core/evidence.ts";
import { milliseconds } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import type { FigureOptions } from "../../../../core/figures/rounding.ts";
import type { NamedOutlier, SimulationResult } from "../../../../replay/result.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";
import { Section } from "../../../parts/page.tsx";

/** Requests on which both sides lie furthest apart; each opens in the log, with its decision trace. */
export function Outliers({ result: { outliers, candidate } }: { readonly result: SimulationResult }) {
  const { cost_usd: cost, latency_ms: latency } = outliers;
  if (cost.length === 0 && latency.length === 0) return null;
  return (
    <Section title="Requests that differ most" note="Single requests have no interval.">
      <div className="grid gap-4 xl:grid-cols-2">
        <List title="By cost" rows={cost} write={usd} evidence={candidate.evidence} />
        <List title="By latency" rows={latency} write={milliseconds} evidence={candidate.latency.evidence} />
      </div>
    </Section>
  );
}

const HEADS = ["Request", "Candidate", "Baseline", "Candidate's", "Difference"];

function List({
  title,
  rows,
  write,
  evidence,
}: {
  readonly title: string;
  readonly rows: readonly NamedOutlier[];
  readonly write: (value: number, options?: FigureOptions) => string;
  readonly evidence: Evidence;
}) {
  if (rows.length === 0) return null;
  return (
    <div
      className="overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={`Requests that differ most ${title.toLowerCase()}`}
    >
      <table className="w-full min-w-140 text-sm">
        <caption className="mb-1 text-left">
          {title} <EvidenceBadge evidence={evidence} />
        </caption>
        <thead className="text-soft">
          <tr className="border-b border-rule">
            {HEADS.map((head, at) => (
              <th key={head} scope="col" className={`py-1 pr-3 font-medium ${at < 2 ? "text-left" : "text-right"}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ request_id: id, target, baseline, candidate, delta }) => (
            <tr key={id} className="border-b border-rule">
              <td className="py-1 pr-3">
                <Link
                  to="/logs"
                  search={{ open: id, tab: "trace" }}
                  className="font-mono text-xs text-accent underline-offset-2 hover:underline"
                >
                  {id.slice(0, 13)}…
                </Link>
              </td>
              <td className="py-1 pr-3">{target ?? "nobody"}</td>
              <td className="py-1 pr-3 text-right">{write(baseline)}</td>
              <td className="py-1 pr-3 text-right">{write(candidate)}</td>
              <td className="py-1 text-right font-semibold">{write(delta, { sign: true })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

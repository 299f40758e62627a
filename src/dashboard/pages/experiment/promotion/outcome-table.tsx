import { counted, thousands } from "../../../../core/counts.ts";
import type { Evidence } from "../../../../core/evidence.ts";
import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { usd, usdInterval } from "../../../../core/figures/money.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import { wilson } from "../../../../stats/index.ts";
import type { Beside, Ends, ExperimentOutcome } from "../../../api/outcomes.ts";
import { Badge } from "../../../parts/badge.tsx";
import { BlockTable } from "../../../parts/block-table.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";

interface Row {
  readonly label: string;
  readonly beside: Beside;
  readonly write: (value: number | null) => string;
  readonly between: (lower: number | null, upper: number | null) => string;
  /** Of what happened; null where it is a plain sum. */
  readonly ends: Ends | null;
}

/** Cost, latency and errors: projected with the band they should lie in, and what happened with its interval. */
export function OutcomeTable({ outcome }: { readonly outcome: ExperimentOutcome }) {
  const { cost_usd: cost, p50_ms: p50, p95_ms: p95, error_rate: errors, projection } = outcome;
  const times = { write: milliseconds, between: millisecondsInterval };
  const rows: readonly Row[] = [
    { label: "Cost", beside: cost, write: usd, between: usdInterval, ends: null },
    { label: "Median latency", beside: p50, ends: p50.actual_ci_95, ...times },
    { label: "95th percentile", beside: p95, ends: p95.actual_ci_95, ...times },
    { label: "Errors", beside: errors, write: percent, between: percentInterval, ends: errorEnds(errors) },
  ];
  return (
    <BlockTable
      caption="The projection against what happened"
      rows={rows}
      rowKey={({ label }) => label}
      columns={[
        { head: "Figure", render: ({ label }) => label },
        {
          head: "Projected",
          render: ({ beside: { projected, band }, write, between }) => (
            <Told
              value={write(projected)}
              below={known(band) ? `should be ${endsText(band, write, between)} (95%)` : ""}
              evidence={projected === null ? "unidentified" : projection.evidence}
              n={counted(projection.requests, "request")}
            />
          ),
        },
        {
          head: "Happened",
          render: ({ beside: { actual, n }, write, between, ends }) => (
            <Told
              value={write(actual)}
              below={
                ends === null && actual !== null
                  ? "what they really cost"
                  : known(ends)
                    ? `95%: ${endsText(ends, write, between)}`
                    : ""
              }
              evidence={actual === null ? "unidentified" : "recorded"}
              n={`n = ${thousands(n)}`}
            />
          ),
        },
        {
          head: "In the band",
          render: ({ beside: { inside } }) => (
            <Badge tone={inside === null ? "neutral" : inside ? "good" : "warn"}>
              {inside === null ? "cannot be told" : inside ? "yes" : "no"}
            </Badge>
          ),
        },
      ]}
    />
  );
}

function Told({
  value,
  below,
  evidence,
  n,
}: {
  readonly value: string;
  readonly below: string;
  readonly evidence: Evidence;
  readonly n: string;
}) {
  return (
    <div className="tabular-nums">
      <span className="font-semibold">{value}</span>{" "}
      {below !== "" && <span className="text-xs text-soft">{below}</span>}
      <span className="mt-0.5 flex flex-wrap items-center gap-1.5 text-xs text-soft">
        <EvidenceBadge evidence={evidence} /> {n}
      </span>
    </div>
  );
}

function known(ends: Ends | null): ends is Ends {
  return ends !== null && (ends.lower !== null || ends.upper !== null);
}

/** `96.6 ms to 342 ms`, or the one end that is known. */
function endsText({ lower, upper }: Ends, write: Row["write"], between: Row["between"]): string {
  if (upper === null) return `at least ${write(lower)}`;
  return lower === null ? `at most ${write(upper)}` : between(lower, upper);
}

function errorEnds({ actual, n }: Beside): Ends {
  return actual === null || n === 0 ? { lower: null, upper: null } : wilson(Math.round(actual * n), n);
}

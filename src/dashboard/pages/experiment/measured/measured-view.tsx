import { percent } from "../../../../core/figures/percent.ts";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import { Bars } from "../../../parts/chart/bars.tsx";
import { RouteFlowChart } from "../../../parts/chart/route-flow.tsx";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { Section } from "../../../parts/page.tsx";
import { ComparisonTable } from "../shown/comparison-table.tsx";
import { Latency } from "../shown/latency.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";
import { byReason, Notes, Uncounted } from "../shown/notes.tsx";
import { measuredRows } from "./compared-rows.ts";
import { Control } from "./control.tsx";
import { CostByTarget } from "./cost-by-target.tsx";
import { FailuresAndFallbacks } from "./failures.tsx";
import { MeasuredHeadline } from "./headline.tsx";
import { OutcomeClasses, Outcomes } from "./outcomes.tsx";
import { PairOutliers } from "./outliers.tsx";
import { Similarity } from "./similarity.tsx";

/** What real answers of the candidate came to, as far as they are in. */
export function MeasuredView({ result }: { readonly result: ExperimentResult }) {
  const { baseline, candidate, frame, route_flow: flows, stopping } = result;
  if (result.requests === 0)
    return (
      <>
        <EmptyState title="No pair is counted yet">
          {stopping.state === "running"
            ? "Numbers appear with the first pairs."
            : `It ended before its first pair: ${stopping.reason ?? stopping.state.replaceAll("_", " ")}.`}
        </EmptyState>
        <Notes notes={result.notes} />
      </>
    );
  return (
    <>
      <MeasuredHeadline result={result} />
      <Section title="Baseline against candidate">
        <ComparisonTable
          caption="Baseline: as logged. Totals are of the pairs themselves; intervals and differences are about requests like these."
          rows={measuredRows(result)}
        />
      </Section>
      <Latency
        baseline={{ ...baseline, n: baseline.timed }}
        candidate={{ ...candidate, n: candidate.timed }}
        spread={result.latency_histogram}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <CostByTarget result={result} />
        <Bars
          title="Who answered the replays"
          note={`Shares of these pairs; ${COUNTED}.`}
          unit="share of pairs"
          n={result.requests}
          evidence={candidate.evidence}
          max={1}
          bars={Object.entries(result.route_distribution).map(([label, value]) => ({
            label,
            value,
            text: percent(value),
          }))}
        />
      </div>
      {flows !== undefined && flows.length > 0 && (
        <Section title="Routes">
          <RouteFlowChart flows={flows} evidence={candidate.evidence} />
        </Section>
      )}
      <FailuresAndFallbacks result={result} />
      <Similarity similarity={result.similarity} evidence={candidate.evidence} />
      <PairOutliers result={result} />
      <Outcomes result={result} />
      {result.control !== null && <Control control={result.control} />}
      <OutcomeClasses classes={result.outcome_classes} n={frame.counted} evidence={candidate.evidence} />
      <Uncounted
        rows={[
          ["Rows of the window without a body", frame.window_rows - frame.with_body],
          ...byReason("Could not be sent again", frame.unreplayable),
          ["Came back after a gap: which pairs finish first is not chance", frame.beyond_prefix],
          ["Cut off with the process that worked on them", frame.interrupted],
          ["Cost of the original not known", baseline.unpriced],
          ["Cost of the replay not known", candidate.unpriced],
          ["Original failed or not to be read: not compared", result.similarity.not_compared],
          ["Replay stopped at an output limit set here", result.truncated_by_us],
        ]}
      />
      <Notes notes={result.notes} />
      <p className="text-xs text-soft">
        Facts <code>{result.facts_id}</code>, prices <code>{result.price_version}</code>, seed <code>{frame.seed}</code>
        {result.trial_ledger > 1 &&
          `. Experiment ${result.trial_ledger} on this window: the best of many looks better than it is`}
        .
      </p>
    </>
  );
}

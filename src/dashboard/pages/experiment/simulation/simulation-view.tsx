import { percent } from "../../../../core/figures/percent.ts";
import { usd, usdInterval } from "../../../../core/figures/money.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import { Bars } from "../../../parts/chart/bars.tsx";
import { RouteFlowChart } from "../../../parts/chart/route-flow.tsx";
import { Section } from "../../../parts/page.tsx";
import { ComparisonTable } from "../shown/comparison-table.tsx";
import { Latency } from "../shown/latency.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";
import { byReason, Notes, Uncounted } from "../shown/notes.tsx";
import { Exercised } from "./exercised.tsx";
import { Failures } from "./failures.tsx";
import { Headline } from "./headline.tsx";
import { comparedRows } from "./compared-rows.ts";
import { Outliers } from "./outliers.tsx";
import { Pilot } from "./pilot.tsx";

/** What a replay that called nobody came to. */
export function SimulationView({ result }: { readonly result: SimulationResult }) {
  const { baseline, candidate, requests, arms } = result;
  return (
    <>
      <Headline result={result} />
      <Section title="Baseline against candidate">
        <ComparisonTable
          caption="The baseline is what the log holds; intervals and differences are about requests like these."
          rows={comparedRows(result)}
        />
      </Section>
      <Latency baseline={times(baseline)} candidate={times(candidate)} spread={result.latency_histogram} />
      <Section title="Cost by target">
        <CostByTarget result={result} />
      </Section>
      {result.route_flow !== undefined && result.route_flow.length > 0 && (
        <Section title="Routes">
          <RouteFlowChart flows={result.route_flow} evidence={candidate.error_rate.evidence} />
        </Section>
      )}
      <Failures result={result} />
      <Exercised result={result} />
      {arms !== null && (
        <Section title="Arms of the split">
          {Object.entries(arms).map(([name, side]) => (
            <div key={name} className="mb-4">
              <h3 className="font-medium wrap-anywhere">{name}</h3>
              <ComparisonTable caption={`Requests of the arm ${name}`} rows={comparedRows(side)} />
            </div>
          ))}
        </Section>
      )}
      {result.pilot !== null && <Pilot pilot={result.pilot} />}
      <Outliers result={result} />
      <Uncounted
        rows={[
          ["Baseline cost not known", result.unpriced.baseline],
          [
            `Candidate cost not known${result.unpriced.targets.length === 0 ? "" : ` (no price of ${result.unpriced.targets.join(", ")})`}`,
            result.unpriced.candidate,
          ],
          ["No target was eligible: refused", result.refused],
          ["Failed or without token counts: typical tokens stand in", result.imputed],
          ["Answered from a nearly equal request of the log", result.near_match],
          ["Older than the oldest known price: that price stands in", result.assumed_price],
          ["An ensemble's vote hangs on answers that the log does not hold", result.votes_unknown],
          ...byReason("Not among the requests", result.left_out),
          ...byReason("Could not be sent again with responses", result.unreplayable),
        ]}
      />
      <Notes notes={result.notes} />
      <p className="text-xs text-soft">
        {requests === result.window_requests
          ? "All requests of the window."
          : `A sample: each request of the window had a chance of ${percent(result.sample.inclusion_probability)}, by the seed "${result.sample.seed}".`}{" "}
        Facts <code>{result.facts_id}</code>, prices <code>{result.price_version}</code>.
      </p>
    </>
  );
}

function times({ latency, p50_ms, p95_ms }: SimulationResult["baseline"] | SimulationResult["candidate"]) {
  const { n, evidence, mean_ms, p50_ci_95, p95_ci_95 } = latency;
  return { n, evidence, mean_ms, p50_ms, p95_ms, p50_ci_95, p95_ci_95 };
}

function CostByTarget({ result: { cost_distribution, candidate, requests } }: { readonly result: SimulationResult }) {
  const { cost_usd: cost, cost_range_usd: range, evidence } = candidate;
  return (
    <div>
      <Bars
        title="Candidate's cost by target"
        note={`Shares of one sum over these requests, every attempt where it is made; ${COUNTED}.`}
        unit="share of USD"
        n={requests}
        evidence={evidence}
        max={1}
        bars={Object.entries(cost_distribution).map(([label, value]) => ({
          label,
          value,
          text: `${percent(value)}${cost === null ? "" : `, ${usd(cost * value)}`}`,
        }))}
      />
      {range !== null && range[0] !== range[1] && (
        <p className="mt-1 text-xs text-soft">All together {usdInterval(range[0], range[1])}, as far as it is known.</p>
      )}
    </div>
  );
}

import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { usd, usdInterval } from "../../../../core/figures/money.ts";
import { percentInterval } from "../../../../core/figures/percent.ts";
import { thousands } from "../../../../core/counts.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { savingInterval, savingText } from "../../../parts/saving.ts";
import { changeText, COUNTED, interval } from "../shown/figures.ts";

/** The difference in a few numbers, each with what it stands on. */
export function Headline({ result }: { readonly result: SimulationResult }) {
  const { baseline, candidate, difference, requests, refining } = result;
  const { saving } = difference;
  const { p50_ci_95: ends } = candidate.latency;
  return (
    <Figures>
      <Figure
        label="The candidate"
        value={savingText(saving)}
        below={savingInterval(saving)}
        evidence={difference.evidence}
        n={difference.requests}
        estimand={saving.estimand}
      />
      <Figure
        label="Cost of these requests"
        value={`${usd(baseline.cost_usd)} → ${usd(candidate.cost_usd)}`}
        below={costDoubt(candidate)}
        evidence={candidate.evidence}
        n={requests - candidate.unpriced}
        estimand="window"
      />
      <Figure
        label="Median latency"
        value={changeText(baseline.p50_ms, candidate.p50_ms)}
        below={`${milliseconds(baseline.p50_ms)} → ${milliseconds(candidate.p50_ms)}, ${interval(ends, millisecondsInterval)}`}
        evidence={candidate.latency.evidence}
        n={candidate.latency.n}
        estimand="future"
      />
      <Figure
        label="Errors"
        value={`${thousands(baseline.errors)} → ${candidate.errors === null ? UNKNOWN : thousands(candidate.errors)}`}
        below={
          candidate.error_rate.share === null
            ? "the log cannot tell how often it fails"
            : `95%: ${percentInterval(candidate.error_rate.ci_95.lower, candidate.error_rate.ci_95.upper)} of requests`
        }
        evidence={candidate.error_rate.evidence}
        n={requests}
        estimand="future"
      />
      {refining !== null && (
        <Figure
          label="As many requests like these"
          value={usdInterval(refining.cost_usd_90.lower, refining.cost_usd_90.upper)}
          below={`saving 90%: ${percentInterval(refining.saving_90.lower, refining.saving_90.upper)}, the doubt about tokens included`}
          evidence="projected"
          n={requests}
          estimand={refining.estimand}
        />
      )}
    </Figures>
  );
}

function costDoubt({ cost_ci_95: ends, cost_range_usd: range }: SimulationResult["candidate"]): string {
  if (ends.lower !== null || ends.upper !== null) return `95%: ${usdInterval(ends.lower, ends.upper)}`;
  return range === null || range[0] === range[1] ? COUNTED : `could be ${usdInterval(range[0], range[1])}`;
}

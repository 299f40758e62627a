import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import type { SimulationResult } from "../../../../replay/result.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { interval } from "../../../parts/interval-text.ts";
import { CostFigure, ErrorsFigure, RefinedFigure, SavingFigure } from "../../../parts/simulated-figures.tsx";
import { changeText } from "../shown/figures.ts";

/** The difference in a few numbers, each with what it stands on. */
export function Headline({ result }: { readonly result: SimulationResult }) {
  const { baseline, candidate } = result;
  const { p50_ci_95: ends } = candidate.latency;
  return (
    <Figures>
      <SavingFigure result={result} />
      <CostFigure result={result} label="Cost of these requests" />
      <Figure
        label="Median latency"
        value={changeText(baseline.p50_ms, candidate.p50_ms)}
        below={`${milliseconds(baseline.p50_ms)} → ${milliseconds(candidate.p50_ms)}, ${interval(ends, millisecondsInterval)}`}
        evidence={candidate.latency.evidence}
        n={candidate.latency.n}
        estimand="future"
      />
      <ErrorsFigure result={result} />
      <RefinedFigure result={result} doubt="the doubt about tokens included" evidence="projected" />
    </Figures>
  );
}

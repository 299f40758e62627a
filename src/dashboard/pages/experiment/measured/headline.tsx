import { counted } from "../../../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { usd, usdInterval } from "../../../../core/figures/money.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { Figure as MeasuredFigure } from "../../../../experiments/figure.ts";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { savingInterval, savingText } from "../../../parts/saving.ts";
import { between, interval } from "../../../parts/interval-text.ts";

/** The difference in a few numbers, each with what it stands on. */
export function MeasuredHeadline({ result }: { readonly result: ExperimentResult }) {
  const { differences, similarity, window_total: total, candidate } = result;
  const { saving } = differences.cost;
  const { agreement } = similarity;
  const standing = ({ n, evidence, estimand }: MeasuredFigure) => ({ n, evidence, estimand });
  return (
    <Figures>
      <Figure label="The candidate" value={savingText(saving)} below={savingInterval(saving)} {...standing(saving)} />
      <Figure
        label={`The whole window, ${counted(total.rows, "request")}`}
        value={
          total.candidate_usd.estimate === null
            ? "cannot be told"
            : `${usd(total.baseline_usd)} → ${usd(total.candidate_usd.estimate)}`
        }
        below={
          total.baseline_usd === null
            ? "not every cost of the window is known"
            : interval(total.candidate_usd.ci_95, usdInterval)
        }
        {...standing(total.candidate_usd)}
      />
      <Figure
        label="Median latency"
        value={milliseconds(differences.p50_ms.estimate, { sign: true })}
        below={between(differences.p50_ms.ci_95, millisecondsInterval) || "too few pairs for an interval"}
        {...standing(differences.p50_ms)}
      />
      <Figure
        label="Errors, share of requests"
        value={percent(differences.error_rate.estimate, { sign: true })}
        below={interval(differences.error_rate.ci_95, percentInterval)}
        {...standing(differences.error_rate)}
      />
      <Figure
        label="Answers alike"
        value={percent(agreement.share)}
        below={interval(agreement.ci_95, percentInterval)}
        evidence={candidate.evidence}
        n={agreement.n}
        estimand="future"
      />
    </Figures>
  );
}

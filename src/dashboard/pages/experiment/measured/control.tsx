import { counted } from "../../../../core/counts.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import type { ControlResult } from "../../../../experiments/control-result.ts";
import type { Figure as MeasuredFigure } from "../../../../experiments/figure.ts";
import { Figure, Figures } from "../../../parts/figure.tsx";
import { Section } from "../../../parts/page.tsx";
import { interval } from "../../../parts/interval-text.ts";
import { rateCell } from "../shown/figures.ts";

/** The baseline asked again: how much of a difference is noise. */
export function Control({ control: { pairs, differs, latency } }: { readonly control: ControlResult }) {
  const own = rateCell(differs.control);
  const other = rateCell(differs.candidate);
  return (
    <Section
      title="The baseline against itself"
      note={`For ${counted(pairs, "request")} the baseline was asked again in the same hour: that much differs without any change.`}
    >
      <Figures>
        <Figure
          label="Baseline differs from itself"
          value={own.text}
          below={own.below}
          evidence="measured"
          n={differs.control.n}
        />
        <Figure
          label="Candidate differs from the baseline"
          value={other.text}
          below={other.below}
          evidence="measured"
          n={differs.candidate.n}
        />
        <Figure
          label="What the candidate changes beyond noise"
          value={percent(differs.excess.estimate, { sign: true })}
          below={interval(differs.excess.ci_95, percentInterval)}
          evidence={differs.excess.evidence}
          n={differs.excess.n}
          estimand={differs.excess.estimand}
        />
        <Ratio label="Median latency, same hour" figure={latency.p50_ratio} />
        <Ratio label="95th percentile, same hour" figure={latency.p95_ratio} />
        <Ratio label="What the hour did to the median" figure={latency.hour_ratio} />
      </Figures>
    </Section>
  );
}

function Ratio({
  label,
  figure: { estimate, ci_95, n, evidence, estimand },
}: {
  readonly label: string;
  readonly figure: MeasuredFigure;
}) {
  const text = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  return (
    <Figure
      label={label}
      value={`× ${text(estimate)}`}
      below={interval(ci_95, (low, high) => `${text(low)} to ${text(high)}`)}
      evidence={evidence}
      n={n}
      estimand={estimand}
    />
  );
}

import { usd, usdInterval } from "../../core/figures/money.ts";
import { percentInterval } from "../../core/figures/percent.ts";
import { UNKNOWN } from "../../core/figures/rounding.ts";
import { thousands } from "../../core/counts.ts";
import type { Evidence } from "../../core/evidence.ts";
import type { SimulationResult } from "../../replay/result.ts";
import { Figure } from "./figure.tsx";
import { between, COUNTED } from "./interval-text.ts";
import { savingInterval, savingText } from "./saving.ts";

/** What the candidate saves, of what these requests cost. */
export function SavingFigure({ result: { difference } }: { readonly result: SimulationResult }) {
  return (
    <Figure
      label="The candidate"
      value={savingText(difference.saving)}
      below={savingInterval(difference.saving)}
      evidence={difference.evidence}
      n={difference.requests}
      estimand={difference.saving.estimand}
    />
  );
}

/** What these requests cost, and would cost. */
export function CostFigure({ result, label }: { readonly result: SimulationResult; readonly label: string }) {
  const { baseline, candidate, requests } = result;
  return (
    <Figure
      label={label}
      value={`${usd(baseline.cost_usd)} → ${usd(candidate.cost_usd)}`}
      below={costDoubt(candidate)}
      evidence={candidate.evidence}
      n={requests - candidate.unpriced}
      estimand="window"
    />
  );
}

function costDoubt({ cost_ci_95: ends, cost_range_usd: range }: SimulationResult["candidate"]): string {
  const told = between(ends, usdInterval);
  if (told !== "") return told;
  return range === null || range[0] === range[1] ? COUNTED : `could be ${usdInterval(range[0], range[1])}`;
}

/** How many failed, and would. */
export function ErrorsFigure({ result: { baseline, candidate, requests } }: { readonly result: SimulationResult }) {
  const { share, ci_95, evidence } = candidate.error_rate;
  return (
    <Figure
      label="Errors"
      value={`${thousands(baseline.errors)} → ${candidate.errors === null ? UNKNOWN : thousands(candidate.errors)}`}
      below={
        share === null
          ? "the log cannot tell how often it fails"
          : `95%: ${percentInterval(ci_95.lower, ci_95.upper)} of requests`
      }
      evidence={evidence}
      n={requests}
      estimand="future"
    />
  );
}

/** What as many requests like these would cost. @param doubt what its interval takes in */
export function RefinedFigure({
  result: { refining, requests },
  doubt,
  evidence,
}: {
  readonly result: SimulationResult;
  readonly doubt: string;
  readonly evidence: Evidence;
}) {
  if (refining === null) return null;
  return (
    <Figure
      label="As many requests like these"
      value={usdInterval(refining.cost_usd_90.lower, refining.cost_usd_90.upper)}
      below={`saving 90%: ${percentInterval(refining.saving_90.lower, refining.saving_90.upper)}, ${doubt}`}
      evidence={evidence}
      n={requests}
      estimand={refining.estimand}
    />
  );
}

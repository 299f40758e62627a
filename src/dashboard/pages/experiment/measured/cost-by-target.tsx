import { counted } from "../../../../core/counts.ts";
import { usd } from "../../../../core/figures/money.ts";
import { percent } from "../../../../core/figures/percent.ts";
import type { TargetCost } from "../../../../experiments/cost-by-target.ts";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import { Bars, type Bar } from "../../../parts/chart/bars.tsx";
import { COUNTED } from "../../../parts/interval-text.ts";

/** What each target cost of the pairs, on both sides. */
export function CostByTarget({
  result: { cost_by_target: cost, baseline, candidate },
}: {
  readonly result: ExperimentResult;
}) {
  if (cost === undefined) return null;
  return (
    <Bars
      title="Cost by target"
      note={`Sums over these pairs, every call where it was made; ${COUNTED}. The baseline is ${baseline.evidence}.`}
      unit="USD"
      n={candidate.priced}
      evidence={candidate.cost_usd === null ? "unidentified" : candidate.evidence}
      bars={[...cost.baseline.map(barOf("baseline")), ...cost.candidate.map(barOf("candidate"))]}
    />
  );
}

function barOf(side: "baseline" | "candidate") {
  return ({ target, cost_usd: cost, share, calls, unpriced }: TargetCost): Bar => ({
    label: `${side}: ${target ?? "nobody"}`,
    value: cost ?? 0,
    text: `${usd(cost)}${share === null ? "" : `, ${percent(share)}`}; ${counted(calls, "call")}${unpriced === 0 ? "" : `, ${unpriced} of unknown cost`}`,
    tone: side,
  });
}

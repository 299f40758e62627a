import { usd, usdInterval } from "../../../../core/figures/money.ts";
import { percent } from "../../../../core/figures/percent.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import type { Side } from "../../../../replay/result.ts";
import { savingInterval } from "../../../parts/saving.ts";
import type { ComparedRow } from "../shown/comparison-table.tsx";
import { signed } from "../shown/failure-rows.ts";
import { changeText, rateCell, timeCell } from "../shown/figures.ts";

/** Cost, latency and errors of both sides of a replay. */
export function comparedRows({ requests, baseline, candidate, difference }: Side): readonly ComparedRow[] {
  const { cost_ci_95: ends, cost_range_usd: range } = candidate;
  const doubt =
    ends.lower === null
      ? range === null || range[0] === range[1]
        ? ""
        : `could be ${usdInterval(range[0], range[1])}`
      : `95%: ${usdInterval(ends.lower, ends.upper)}`;
  const latency = (label: string, quantile: "p50" | "p95"): ComparedRow => ({
    label,
    baseline: timeCell(baseline[`${quantile}_ms`], baseline.latency[`${quantile}_ci_95`]),
    candidate: timeCell(candidate[`${quantile}_ms`], candidate.latency[`${quantile}_ci_95`]),
    change: { text: changeText(baseline[`${quantile}_ms`], candidate[`${quantile}_ms`]) },
    evidence: candidate.latency.evidence,
    n: candidate.latency.n,
  });
  return [
    {
      label: "Cost",
      baseline: { text: usd(baseline.cost_usd), below: "total of these requests" },
      candidate: { text: usd(candidate.cost_usd), below: doubt },
      change: {
        text: difference.cost_pct === null ? UNKNOWN : percent(difference.cost_pct / 100, { sign: true }),
        below: `saving ${savingInterval(difference.saving)}, by ${difference.basis} prices`,
      },
      evidence: candidate.evidence,
      n: difference.requests,
    },
    latency("Latency, median", "p50"),
    latency("Latency, 95th percentile", "p95"),
    {
      label: "Errors",
      baseline: rateCell(baseline.error_rate),
      candidate: rateCell(candidate.error_rate),
      change: {
        text: difference.errors === null ? UNKNOWN : signed(difference.errors),
      },
      evidence: candidate.error_rate.evidence,
      n: requests,
    },
  ];
}

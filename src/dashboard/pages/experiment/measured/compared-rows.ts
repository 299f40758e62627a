import { thousands } from "../../../../core/counts.ts";
import { milliseconds, millisecondsInterval } from "../../../../core/figures/milliseconds.ts";
import { usd } from "../../../../core/figures/money.ts";
import { percent, percentInterval } from "../../../../core/figures/percent.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import type { Figure } from "../../../../experiments/figure.ts";
import type { ExperimentResult } from "../../../../experiments/result.ts";
import { savingInterval, savingText } from "../../../parts/saving.ts";
import type { Cell, ComparedRow } from "../shown/comparison-table.tsx";
import { between } from "../../../parts/interval-text.ts";
import { rateCell, timeCell } from "../shown/figures.ts";

function ratioCell({ estimate, ci_95 }: Figure): Cell {
  const text = (value: number | null): string => (value === null ? UNKNOWN : value.toFixed(3));
  return { text: `× ${text(estimate)}`, below: between(ci_95, (low, high) => `${text(low)} to ${text(high)}`) };
}

/** Cost, latency, errors and tokens of both sides of the pairs. */
export function measuredRows(result: ExperimentResult): readonly ComparedRow[] {
  const { baseline, candidate, differences } = result;
  const latency = (label: string, quantile: "p50" | "p95"): ComparedRow => {
    const { estimate, ci_95, n, evidence } = differences[`${quantile}_ms`];
    return {
      label,
      baseline: timeCell(baseline[`${quantile}_ms`], baseline[`${quantile}_ci_95`]),
      candidate: timeCell(candidate[`${quantile}_ms`], candidate[`${quantile}_ci_95`]),
      change: {
        text: milliseconds(estimate, { sign: true }),
        below: between(ci_95, millisecondsInterval) || "too few pairs for an interval",
      },
      evidence,
      n,
    };
  };
  const tokens = (label: string, kind: "input" | "output"): ComparedRow => {
    const count = (value: number | null): Cell => ({ text: value === null ? UNKNOWN : thousands(value) });
    const ratio = result[`${kind}_token_ratio`];
    return {
      label,
      baseline: count(baseline[`${kind}_tokens`]),
      candidate: count(candidate[`${kind}_tokens`]),
      change: ratioCell(ratio),
      evidence: ratio.evidence,
      n: ratio.n,
    };
  };
  const { saving } = differences.cost;
  const { error_rate: errors } = differences;
  return [
    {
      label: "Cost of the pairs",
      baseline: { text: usd(baseline.cost_usd) },
      candidate: { text: usd(candidate.cost_usd) },
      change: { text: savingText(saving), below: savingInterval(saving) },
      evidence: saving.evidence,
      n: saving.n,
    },
    latency("Latency, median", "p50"),
    latency("Latency, 95th percentile", "p95"),
    {
      label: "Errors",
      baseline: rateCell(baseline.error_rate),
      candidate: rateCell(candidate.error_rate),
      change: { text: percent(errors.estimate, { sign: true }), below: between(errors.ci_95, percentInterval) },
      evidence: errors.evidence,
      n: errors.n,
    },
    tokens("Input tokens", "input"),
    tokens("Output tokens", "output"),
  ];
}

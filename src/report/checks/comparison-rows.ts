import type { CheckReport } from "../../contracts/check-report.ts";
import type { CheckComparison, ComparedNumber } from "../../contracts/compare-checks.ts";
import { counted, thousands } from "../../core/counts.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { percent, percentInterval } from "../../core/figures/percent.ts";
import { change } from "../figures.ts";

/** A number on either side and how it changed, in words. */
export interface ComparisonRow {
  readonly name: string;
  readonly base: string;
  readonly head: string;
  readonly change: string;
}

/** Rates with their intervals, cost and latency of either side; what neither knows is left out. */
export function comparisonRows(
  base: CheckReport,
  head: CheckReport,
  comparison: CheckComparison,
): readonly ComparisonRow[] {
  const { pairs, cost_usd, latency_ms } = comparison;
  const cases = head.cases - base.cases;
  const paired = {
    name: `success rate, ${counted(pairs.n, "common case")}`,
    base: percent(pairs.base_rate),
    head: percent(pairs.head_rate),
    change: pairedText(pairs),
  };
  return [
    {
      name: "cases",
      base: thousands(base.cases),
      head: thousands(head.cases),
      change: cases === 0 ? "" : `${cases > 0 ? "+" : "-"}${thousands(Math.abs(cases))}`,
    },
    { name: "success rate", base: rate(base), head: rate(head), change: "" },
    ...(pairs.n === 0 ? [] : [paired]),
    ...numbers("cost", cost_usd, usd),
    ...numbers("latency p50", latency_ms.p50, milliseconds),
    ...numbers("latency p95", latency_ms.p95, milliseconds),
  ];
}

function rate({ success_rate, success_interval: interval }: CheckReport): string {
  if (success_rate === null || interval === null) return percent(success_rate);
  return `${percent(success_rate)} (95%: ${percentInterval(interval.lower, interval.upper)})`;
}

function pairedText({ delta, interval, gains, losses, mcnemar_p: p }: CheckComparison["pairs"]): string {
  const ends = interval === null ? "" : ` (95%: ${percentInterval(interval.lower, interval.upper, { sign: true })})`;
  const tested = p === null ? "" : `; ${gains} better, ${losses} worse, McNemar p ${rounded(p)}`;
  return `${percent(delta, { sign: true })}${ends}${tested}`;
}

function rounded(p: number): string {
  return p < 0.001 ? "< 0.001" : `= ${Number(p.toPrecision(2))}`;
}

function numbers(
  name: string,
  { cases, base, head }: ComparedNumber,
  write: (value: number | null) => string,
): readonly ComparisonRow[] {
  if (cases === 0) return [];
  const named = `${name}, ${counted(cases, "case")}`;
  return [{ name: named, base: write(base), head: write(head), change: change(base, head) }];
}

import type { Evidence } from "../../../../core/evidence.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import type { ComparedRow } from "./comparison-table.tsx";
import { signed } from "./failure-rows.ts";
import { rateCell, type Counted } from "./figures.ts";

/** Everything that failed on both sides, with intervals. */
export function failedRow(baseline: Counted, candidate: Counted, n: number, evidence: Evidence): ComparedRow {
  return rateRow("Failed, all kinds", baseline, candidate, n, evidence);
}

/** How often something happened on both sides; null: nobody can tell of that side. */
export function rateRow(
  label: string,
  baseline: Counted | null,
  candidate: Counted | null,
  n: number,
  evidence: Evidence,
): ComparedRow {
  const cell = (side: Counted | null) =>
    side === null ? { text: UNKNOWN, below: "the log does not say" } : rateCell(side);
  const told = baseline !== null && candidate !== null && baseline.share !== null && candidate.share !== null;
  return {
    label,
    baseline: cell(baseline),
    candidate: cell(candidate),
    change: { text: told && baseline.n === candidate.n ? signed(candidate.count - baseline.count) : UNKNOWN },
    evidence,
    n,
  };
}

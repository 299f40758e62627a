import { thousands } from "../../../../core/counts.ts";
import type { Evidence } from "../../../../core/evidence.ts";
import { percent } from "../../../../core/figures/percent.ts";
import { UNKNOWN } from "../../../../core/figures/rounding.ts";
import type { Cell, ComparedRow } from "./comparison-table.tsx";

/** Requests of one side by how they failed; null where that cannot be told. */
export type FailureCounts = Readonly<Record<string, number>> | null;

function cell(count: number | null, n: number): Cell {
  return count === null ? { text: UNKNOWN, below: "not known" } : { text: thousands(count), below: percent(count / n) };
}

/** One row for each way to fail that either side knows, the most frequent first. */
export function failureRows(
  baseline: FailureCounts,
  candidate: FailureCounts,
  n: number,
  evidence: Evidence,
): readonly ComparedRow[] {
  const of = (counts: FailureCounts, kind: string): number | null => (counts === null ? null : (counts[kind] ?? 0));
  const kinds = [...new Set([...Object.keys(baseline ?? {}), ...Object.keys(candidate ?? {})])];
  const rows = kinds.map((kind) => ({ kind, before: of(baseline, kind), after: of(candidate, kind) }));
  const size = ({ before, after }: (typeof rows)[number]): number => (before ?? 0) + (after ?? 0);
  return rows
    .toSorted((a, b) => size(b) - size(a))
    .map(({ kind, before, after }) => ({
      label: `Failed: ${kind.replaceAll("_", " ")}`,
      baseline: cell(before, n),
      candidate: cell(after, n),
      change: { text: before === null || after === null ? UNKNOWN : signed(after - before) },
      evidence,
      n,
    }));
}

/** `+3`, `-1,200`, `0`. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "-" : ""}${thousands(Math.abs(value))}`;
}

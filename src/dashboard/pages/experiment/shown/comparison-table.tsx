import type { ReactNode } from "react";
import type { Evidence } from "../../../../core/evidence.ts";
import { thousands } from "../../../../core/counts.ts";
import { BlockTable, type BlockColumn } from "../../../parts/block-table.tsx";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";

/** A number, and its interval or what else is to be said of it. */
export interface Cell {
  readonly text: ReactNode;
  readonly below?: string;
}

export interface ComparedRow {
  readonly label: string;
  readonly baseline: Cell;
  readonly candidate: Cell;
  readonly change: Cell;
  /** Of the candidate. */
  readonly evidence: Evidence;
  readonly n: number;
}

function told({ text, below }: Cell): ReactNode {
  return (
    <>
      {text}
      {below !== undefined && below !== "" && <span className="block text-xs font-normal text-soft">{below}</span>}
    </>
  );
}

const COLUMNS: readonly BlockColumn<ComparedRow>[] = [
  { head: "Figure", render: ({ label }) => label },
  { head: "Baseline", numeric: true, render: ({ baseline }) => told(baseline) },
  { head: "Candidate", numeric: true, render: ({ candidate }) => told(candidate) },
  { head: "Difference", numeric: true, render: ({ change }) => <span className="font-semibold">{told(change)}</span> },
  {
    head: "Stands on",
    render: ({ evidence, n }) => (
      <span className="text-xs whitespace-nowrap text-soft">
        <EvidenceBadge evidence={evidence} /> n = {thousands(n)}
      </span>
    ),
  },
];

/** Baseline against candidate. */
export function ComparisonTable({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly ComparedRow[];
}) {
  return <BlockTable caption={caption} captionShown columns={COLUMNS} rows={rows} rowKey={({ label }) => label} />;
}

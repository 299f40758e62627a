import type { ReactNode } from "react";
import type { Evidence } from "../../../../core/evidence.ts";
import { thousands } from "../../../../core/counts.ts";
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

const HEADS = ["Baseline", "Candidate", "Difference"];
const NUMBER = "py-1.5 pr-3 text-right align-top whitespace-nowrap";

/** Baseline against candidate. It scrolls inside itself on a phone. */
export function ComparisonTable({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly ComparedRow[];
}) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full min-w-160 text-sm">
        <caption className="mb-1 text-left text-xs text-soft">{caption}</caption>
        <thead className="text-soft">
          <tr className="border-b border-rule">
            <th scope="col" className="text-left font-medium">
              Figure
            </th>
            {HEADS.map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 text-right font-medium">
                {head}
              </th>
            ))}
            <th scope="col" className="py-1 text-left font-medium">
              Stands on
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, baseline, candidate, change, evidence, n }) => (
            <tr key={label} className="border-b border-rule">
              <th scope="row" className="py-1.5 pr-3 text-left align-top font-normal whitespace-nowrap">
                {label}
              </th>
              {[baseline, candidate, change].map((cell, at) => (
                <td key={HEADS[at]} className={NUMBER}>
                  <span className={at === 2 ? "font-semibold" : ""}>{cell.text}</span>
                  {cell.below !== undefined && cell.below !== "" && (
                    <span className="block text-xs text-soft">{cell.below}</span>
                  )}
                </td>
              ))}
              <td className="py-1.5 align-top text-xs whitespace-nowrap text-soft">
                <EvidenceBadge evidence={evidence} /> n = {thousands(n)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

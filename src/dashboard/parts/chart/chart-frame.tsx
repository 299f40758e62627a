import { useState, type ReactNode } from "react";
import type { Evidence } from "../../../core/evidence.ts";
import { thousands } from "../../../core/counts.ts";
import { Button } from "../button.tsx";
import { EvidenceBadge } from "../evidence-badge.tsx";

/** The same numbers for whoever would rather read them: heads, and rows of text. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface Parts {
  readonly title: string;
  /** Of the axis that is read off: `ms`, `USD`, `requests`. */
  readonly unit: string;
  readonly n: number;
  readonly evidence: Evidence | null;
  readonly table: ChartTable;
  readonly children: ReactNode;
}

/** Around every chart: its unit, how many rows it shows, what they stand on, and the chart as a table. */
export function ChartFrame({ title, unit, n, evidence, table, children }: Parts) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="w-full min-w-0 self-start rounded-md border border-rule p-3">
      <figcaption className="mb-2 flex flex-wrap items-center justify-between gap-2 text-sm">
        <span className="font-medium">{title}</span>
        <span className="flex flex-wrap items-center gap-2 text-xs text-soft">
          {unit}, n = {thousands(n)}
          {evidence !== null && <EvidenceBadge evidence={evidence} />}
          <Button weight="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? "Chart" : "Table"}
          </Button>
        </span>
      </figcaption>
      {asTable ? <NumbersTable title={title} table={table} /> : children}
    </figure>
  );
}

function NumbersTable({ title, table }: { readonly title: string; readonly table: ChartTable }) {
  return (
    <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-rule text-left text-soft">
            {table.columns.map((name) => (
              <th key={name} scope="col" className="py-1 pr-3 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // Rows have no names of their own, and never change places.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at} className="border-b border-rule">
              {row.map((value, column) => (
                <td key={table.columns[column]} className="py-1 pr-3">
                  {value ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

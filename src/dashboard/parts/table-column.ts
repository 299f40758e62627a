import type { RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";

/** A column: what it is called, how wide it is, what a row shows there. */
export interface TableColumn<Row extends RowData> {
  readonly id: string;
  readonly header: string;
  /** px. */
  readonly width: number;
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

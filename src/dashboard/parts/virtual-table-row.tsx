import { FlexRender, tableFeatures, type Row as ModelRow, type RowData } from "@tanstack/react-table";
import { memo } from "react";
import type { TableColumn } from "./table-column.ts";

export const TABLE_FEATURES = tableFeatures({});

interface Parts<Row extends RowData> {
  readonly row: ModelRow<typeof TABLE_FEATURES, Row>;
  readonly index: number;
  /** px from the top of the first row. */
  readonly start: number;
  /** px. */
  readonly height: number;
  readonly template: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly active: boolean;
  /** The same function as long as the table is there. */
  readonly onOpen: ((row: Row) => void) | undefined;
}

function Drawn<Row extends RowData>({ row, index, start, height, template, columns, active, onOpen }: Parts<Row>) {
  return (
    // The keyboard opens rows with j, k and Enter, which the page binds; a cell holds the link for everyone else.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-current={active ? "true" : undefined}
      onClick={() => onOpen?.(row.original)}
      className={`absolute inset-x-0 grid items-center border-b border-rule hover:bg-card aria-[current]:bg-accent-soft ${onOpen === undefined ? "" : "cursor-pointer"}`}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
    >
      {row.getAllCells().map((cell, at) => (
        <div
          key={cell.id}
          role="cell"
          className={`truncate px-2 ${columns[at]?.numeric === true ? "pr-4 text-right tabular-nums" : ""}`}
        >
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}

/** A row of a virtual table. One that stays in view while others come is not drawn again: its model is made anew then, what it shows is not. */
export const TableRow = memo(
  Drawn,
  (before, after) =>
    before.row.original === after.row.original &&
    before.index === after.index &&
    before.start === after.start &&
    before.active === after.active &&
    before.columns === after.columns &&
    before.onOpen === after.onOpen,
) as typeof Drawn;

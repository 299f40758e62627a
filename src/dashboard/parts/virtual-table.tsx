import { FlexRender, tableFeatures, useTable, type ColumnDef, type RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, type ReactNode } from "react";

const FEATURES = tableFeatures({});

/** A column: what it is called, how wide it is, what a row shows there. */
export interface TableColumn<Row extends RowData> {
  readonly id: string;
  readonly header: string;
  /** px. */
  readonly width: number;
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface Parts<Row extends RowData> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly rowId: (row: Row) => string;
  /** The row that j and k move; -1 = none. */
  readonly active?: number;
  readonly onOpen?: (row: Row) => void;
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void;
  /** CSS class of the height. */
  readonly height?: string;
}

const ROW_PX = 34;
const OVERSCAN = 12;

/** A table of any length: only the rows in view are there. Columns keep their width and scroll sideways together with their heads. */
export function VirtualTable<Row extends RowData>({
  label,
  rows,
  columns,
  rowId,
  active = -1,
  onOpen,
  onEnd,
  height = "h-[70vh]",
}: Parts<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const defined = useMemo(
    () =>
      columns.map(({ id, header, cell }): ColumnDef<typeof FEATURES, Row> => ({
        id,
        header,
        cell: ({ row }) => cell(row.original),
      })),
    [columns],
  );
  const table = useTable({ features: FEATURES, data: rows, columns: defined, getRowId: rowId });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= model.length - OVERSCAN) onEnd?.();
  }, [last, model.length, onEnd]);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active);
  }, [active, virtual]);
  const template = columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(" ");
  const width = columns.reduce((sum, one) => sum + one.width, 0);
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={model.length + 1}
      tabIndex={0}
      className={`overflow-auto rounded-md border border-rule text-sm ${height}`}
    >
      <div role="rowgroup" className="sticky top-0 z-10 bg-card" style={{ minWidth: width }}>
        {table.getHeaderGroups().map((group) => (
          <div
            key={group.id}
            role="row"
            aria-rowindex={1}
            className="grid border-b border-rule"
            style={{ gridTemplateColumns: template }}
          >
            {group.headers.map((header, at) => (
              <div
                key={header.id}
                role="columnheader"
                className={`truncate px-2 py-1.5 font-medium text-soft ${columns[at]?.numeric === true ? "pr-4 text-right" : ""}`}
              >
                <FlexRender header={header} />
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), minWidth: width }}>
        {shown.map(({ index, start }) => {
          const row = model[index];
          if (row === undefined) return null;
          return (
            // The keyboard opens rows with j, k and Enter, which the page binds; a cell holds the link for everyone else.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              aria-current={index === active ? "true" : undefined}
              onClick={() => onOpen?.(row.original)}
              className={`absolute inset-x-0 grid items-center border-b border-rule hover:bg-card aria-[current]:bg-accent-soft ${onOpen === undefined ? "" : "cursor-pointer"}`}
              style={{ gridTemplateColumns: template, height: ROW_PX, transform: `translateY(${start}px)` }}
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
        })}
      </div>
    </div>
  );
}

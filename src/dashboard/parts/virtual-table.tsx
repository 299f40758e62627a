import { FlexRender, useTable, type ColumnDef, type RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { TableColumn } from "./table-column.ts";
import { TABLE_FEATURES, TableRow } from "./virtual-table-row.tsx";

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
  /** CSS class of the greatest height. */
  readonly height?: string;
}

const ROW_PX = 34;
const OVERSCAN = 12;
/** Rows before the last from which on more are asked for: a wheel that is spun goes through a hundred in a moment. */
const AHEAD = 150;

/** A table of any length: only the rows in view are there. Columns keep their width and scroll sideways together with their heads. */
export function VirtualTable<Row extends RowData>({
  label,
  rows,
  columns,
  rowId,
  active = -1,
  onOpen,
  onEnd,
  height = "max-h-[70vh]",
}: Parts<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const defined = useMemo(
    () =>
      columns.map(({ id, header, cell }): ColumnDef<typeof TABLE_FEATURES, Row> => ({
        id,
        header,
        cell: ({ row }) => cell(row.original),
      })),
    [columns],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? -1;
  // The model is one of the rows in view: a model of all would be made anew with each page that comes.
  const data = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const table = useTable({ features: TABLE_FEATURES, data, columns: defined, getRowId: rowId });
  const model = table.getRowModel().rows;
  useEffect(() => {
    if (last >= 0 && last >= rows.length - AHEAD) onEnd?.();
  }, [last, rows.length, onEnd]);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active);
  }, [active, virtual]);
  const opens = useRef(onOpen);
  opens.current = onOpen;
  const open = useCallback((row: Row) => opens.current?.(row), []);
  const template = columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(" ");
  const width = columns.reduce((sum, one) => sum + one.width, 0);
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
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
          const row = model[index - first];
          return row === undefined ? null : (
            <TableRow
              key={row.id}
              row={row}
              index={index}
              start={start}
              height={ROW_PX}
              template={template}
              columns={columns}
              active={index === active}
              onOpen={onOpen === undefined ? undefined : open}
            />
          );
        })}
      </div>
    </div>
  );
}

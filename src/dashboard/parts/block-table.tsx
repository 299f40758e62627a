import type { ReactNode } from "react";

/** A column: its head, and what stands in it for a row. */
export interface BlockColumn<Row> {
  readonly head: string;
  readonly render: (row: Row) => ReactNode;
  readonly numeric?: boolean;
}

function intoView(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: "nearest" });
}

/** The column of what can be done with a row: without a head to be seen, and at the end. */
const ACTIONS = "Actions";

/** A table of few rows; on a narrow screen each row becomes a block of its own, every value after the name of its column. */
export function BlockTable<Row>({
  caption,
  captionShown = false,
  columns,
  rows,
  rowKey,
  active = -1,
}: {
  readonly caption: string;
  /** Only listeners hear it unless it is shown. */
  readonly captionShown?: boolean;
  readonly columns: readonly BlockColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The row that j and k move; -1 = none. */
  readonly active?: number;
}) {
  return (
    <table className="w-full text-sm">
      <caption className={captionShown ? "mb-1 text-left text-xs text-soft" : "sr-only"}>{caption}</caption>
      <thead className="hidden text-left text-soft md:table-header-group">
        <tr className="border-b border-rule">
          {columns.map(({ head, numeric }) => (
            <th
              key={head}
              scope="col"
              className={`py-1.5 pr-4 font-medium ${numeric === true ? "text-right" : ""} ${head === ACTIONS ? "*:sr-only" : ""}`}
            >
              <span>{head}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr
            key={rowKey(row)}
            ref={at === active ? intoView : undefined}
            aria-current={at === active ? "true" : undefined}
            className="block border-b border-rule py-2 align-baseline aria-[current]:bg-accent-soft md:table-row md:py-0"
          >
            {columns.map(({ head, render, numeric }) => (
              <td
                key={head}
                className={`flex gap-3 py-0.5 md:table-cell md:py-1.5 md:pr-4 ${numeric === true ? "md:text-right" : ""}`}
              >
                <span aria-hidden className="w-24 shrink-0 text-soft md:hidden">
                  {head === ACTIONS ? "" : head}
                </span>
                <div className={`min-w-0 flex-1 wrap-anywhere ${head === ACTIONS ? "md:flex md:justify-end" : ""}`}>
                  {render(row) ?? "–"}
                </div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

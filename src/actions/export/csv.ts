import { EXPORT_COLUMNS, exportCells } from "../../importers/index.ts";
import { exportedRows, inChunks, type WriteRows } from "./exported-rows.ts";

/** CSV with a header (RFC 4180). A member that a record has not is an empty cell; null is the word. */
export const exportCsv: WriteRows = (traffic, filter, tally) => {
  const lines = function* (): Iterable<string> {
    yield lineOf(EXPORT_COLUMNS.map(({ name }) => name));
    for (const { exchange, outcomes } of exportedRows(traffic, filter, tally))
      yield lineOf(exportCells(exchange, outcomes).map((cell) => (cell === undefined ? "" : String(cell))));
  };
  return inChunks(lines(), tally);
};

function lineOf(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/u.test(cell) || cell.trim() !== cell ? `"${cell.replaceAll('"', '""')}"` : cell;
}

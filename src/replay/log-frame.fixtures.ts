import type { Exchange } from "../core/exchange.ts";
import { allocateColumn, COLUMNS, type CodeColumn, type Column, type ColumnName, type Frame } from "./frame.ts";
import { cellsOf } from "../store/exchange.fixtures.ts";

const NAMES = Object.keys(COLUMNS) as ColumnName[];

/**
 * A frame over a log in memory, oldest row first, made from what columns are defined to be and not by a store. Row
 * numbers (`seq`) are places in that order, from 1.
 * @param segmentRows rows of a segment: small ones show what happens at their borders
 */
export function frameOf(log: readonly Exchange[], segmentRows = 1_000): Frame {
  const rows = log.toSorted((a, b) => a.created_at - b.created_at);
  const dictionaries = new Map<ColumnName, (string | null)[]>();
  const whole = Object.fromEntries(NAMES.map((name) => [name, allocateColumn(name, rows.length)]));
  for (const name of NAMES) if (COLUMNS[name] === "code") dictionaries.set(name, [null]);
  for (const [row, exchange] of rows.entries()) {
    const cells = { ...cellsOf(exchange), seq: row + 1 };
    for (const name of NAMES) {
      const value = cells[name];
      const dictionary = dictionaries.get(name);
      const column = whole[name] as Column<ColumnName>;
      if (dictionary === undefined) column[row] = value as number;
      else {
        const text = value as string | null;
        if (!dictionary.includes(text)) dictionary.push(text);
        column[row] = dictionary.indexOf(text);
      }
    }
  }
  const starts = Array.from({ length: Math.ceil(rows.length / segmentRows) }, (_, index) => index * segmentRows);
  const segments = starts.map((start) => {
    const part = rows.slice(start, start + segmentRows);
    const columns = Object.fromEntries(
      NAMES.map((name) => [name, (whole[name] as Column<ColumnName>).slice(start, start + part.length)]),
    );
    return {
      rows: part.length,
      from: part[0]?.created_at ?? 0,
      to: part.at(-1)?.created_at ?? 0,
      column: <C extends ColumnName>(name: C): Column<C> => columns[name] as Column<C>,
    };
  });
  return {
    rows: rows.length,
    segments: () => segments,
    dictionary: (column: CodeColumn) => dictionaries.get(column) as (string | null)[],
  };
}

import { allocateColumn, COLUMNS, type CodeColumn, type Column, type ColumnName, type Frame } from "../frame.ts";
import type { Rows } from "../partition.ts";
import type { Selection } from "../replay-policy.ts";

export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** Codes that knowledge speaks of keep their numbers; of the other columns only the texts are kept that rows have. */
const KEPT: readonly CodeColumn[] = ["target", "endpoint", "finish_reason"];
const SHORTENED = COLUMN_NAMES.filter(
  (name): name is CodeColumn => COLUMNS[name] === "code" && !(KEPT as readonly ColumnName[]).includes(name),
);

/** Rows picked out of one segment. */
export interface PickedSegment {
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly columns: { readonly [C in ColumnName]: Column<C> };
}

/** Rows picked out of a frame, as plain data: segment by segment, so that they are replayed in the very parts that the whole is. */
export interface PickedRows {
  readonly segments: readonly PickedSegment[];
  readonly dictionaries: { readonly [C in CodeColumn]: readonly (string | null)[] };
}

function picked<C extends ColumnName>(name: C, from: Column<C>, rows: Rows): Column<C> {
  const to = allocateColumn(name, rows.length);
  for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]!]!;
  return to;
}

/** Gives the codes that are used new numbers, in their order; null is always the first. @returns the texts by their new numbers */
function shorten(columns: readonly Uint32Array[], texts: readonly (string | null)[]): readonly (string | null)[] {
  const numbers = new Uint32Array(texts.length);
  for (const codes of columns) for (let row = 0; row < codes.length; row++) numbers[codes[row]!] = 1;
  const kept = [texts[0] ?? null];
  for (let code = 1; code < numbers.length; code++) {
    if (numbers[code] === 1) numbers[code] = kept.push(texts[code] ?? null) - 1;
  }
  numbers[0] = 0;
  for (const codes of columns) for (let row = 0; row < codes.length; row++) codes[row] = numbers[codes[row]!]!;
  return kept;
}

/** Copies the rows of a selection out of their frame. */
export function pickRows(frame: Frame, selection: Selection): PickedRows {
  const segments: PickedSegment[] = [];
  for (const { segment, rows } of selection.segments()) {
    if (rows.length === 0) continue;
    const columns = Object.fromEntries(
      COLUMN_NAMES.map((name) => [name, picked(name, segment.column(name), rows)]),
    ) as unknown as PickedSegment["columns"];
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const at of columns.created_at) {
      if (at < from) from = at;
      if (at > to) to = at;
    }
    segments.push({ rows: rows.length, from, to, columns });
  }
  const dictionaries = Object.fromEntries([
    ...KEPT.map((name) => [name, frame.dictionary(name)] as const),
    ...SHORTENED.map((name) => {
      const columns = segments.map((segment) => segment.columns[name]);
      return [name, shorten(columns, frame.dictionary(name))] as const;
    }),
  ]) as PickedRows["dictionaries"];
  return { segments, dictionaries };
}

/** Picked rows as a frame. */
export function frameOfPicked({ segments, dictionaries }: PickedRows): Frame {
  const opened = segments.map(({ rows, from, to, columns }) => ({
    rows,
    from,
    to,
    column: <C extends ColumnName>(name: C) => columns[name] as Column<ColumnName> as Column<C>,
  }));
  return {
    rows: segments.reduce((sum, { rows }) => sum + rows, 0),
    segments: () => opened,
    dictionary: (column) => dictionaries[column],
  };
}

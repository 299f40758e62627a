import type { NeutralCall } from "./call.ts";
import type { Column, Row } from "./row.ts";
import { every, type Which } from "./which.ts";

/** Something that comes out of a format in another way than out of a log that loses nothing. */
export interface Difference {
  readonly columns: readonly Column[];
  /** All of them where it is left out. */
  readonly calls?: Which;
  /** What comes out, column by column. @param row what a log that loses nothing would tell */
  readonly instead: (row: Row, call: NeutralCall) => Partial<Row>;
  readonly because: string;
}

/** Calls that a format cannot hold. */
export interface Unheld {
  readonly calls: Which;
  readonly because: string;
}

/** How one vendor's logger writes the calls. The file is called as the importer is, with a word behind a dot where several loggers write the format. */
export interface SameCallsFormat {
  /** Names of files and their texts: all that one command is given. */
  readonly files: (calls: readonly NeutralCall[]) => Readonly<Record<string, string>>;
  readonly cannot_hold: readonly Unheld[];
  readonly differences: readonly Difference[];
}

/** Records, one a line. */
export function lines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** The calls that a format can hold. */
export function heldBy({ cannot_hold }: SameCallsFormat, calls: readonly NeutralCall[]): readonly NeutralCall[] {
  return calls.filter((call) => !cannot_hold.some((unheld) => unheld.calls(call)));
}

/** The row that comes out of a format. */
export function rowOut(row: Row, call: NeutralCall, { differences }: SameCallsFormat): Row {
  const changes = differences
    .filter(({ calls = every }) => calls(call))
    .flatMap(({ columns, instead }) => {
      const changed = instead(row, call);
      return columns.map((column) => ({ [column]: changed[column] }));
    });
  return Object.assign({}, row, ...changes) as Row;
}

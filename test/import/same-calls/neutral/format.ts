import type { NeutralCall } from "./call.ts";
import type { Column, Row } from "./row.ts";

/** Something that comes out of a format in another way than out of a log that loses nothing. */
export interface Difference {
  readonly columns: readonly Column[];
  /** Names of calls; of all of them where it is left out. */
  readonly calls?: readonly string[];
  /** What comes out, column by column. @param row what a log that loses nothing would tell */
  readonly instead: (row: Row, call: NeutralCall) => Partial<Row>;
  readonly because: string;
}

/** How one vendor's logger writes the calls. The file is called as the importer is. */
export interface SameCallsFormat {
  /** Names of files and their texts: all that one command is given. */
  readonly files: (calls: readonly NeutralCall[]) => Readonly<Record<string, string>>;
  /** Calls that the format cannot hold, by their names, and why. */
  readonly cannot_hold: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
}

/** Records, one a line. */
export function lines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** The row that comes out of a format. */
export function rowOut(row: Row, call: NeutralCall, { differences }: SameCallsFormat): Row {
  const changes = differences
    .filter(({ calls }) => calls?.includes(call.name) ?? true)
    .flatMap(({ columns, instead }) => {
      const changed = instead(row, call);
      return columns.map((column) => ({ [column]: changed[column] }));
    });
  return Object.assign({}, row, ...changes) as Row;
}

import { exportRecord } from "../../importers/index.ts";
import { exportedRows, inChunks, type WriteRows } from "./exported-rows.ts";

/** Native JSON Lines: one exchange a line. */
export const exportJsonLines: WriteRows = (traffic, filter, tally) => {
  const lines = function* (): Iterable<string> {
    for (const { exchange, outcomes } of exportedRows(traffic, filter, tally))
      yield `${exportRecord(exchange, outcomes)}\n`;
  };
  return inChunks(lines(), tally);
};

import type { ImportWorld } from "./options.ts";
import { importBatch, type ImportBatch } from "./batch.ts";
import type { Put } from "./putting.ts";
import type { ReadRecord } from "./record-reader.ts";
import { add, emptyTally, tallyRow, tallyNoUsd, tallySkip, type ImportTally } from "./report.ts";
import { priceExchange } from "../price-exchange.ts";

/** What the records of one file become: rows priced and on their way, everything else counted. */
export interface FileRows {
  readonly tally: ImportTally;
  /** @param line where the record begins */
  take(record: Exclude<ReadRecord, { readonly kind: "part" }>, line: number): void;
  flush(): void;
}

export function fileRows(file: string, put: Put, world: Pick<ImportWorld, "prices" | "now">): FileRows {
  const tally = emptyTally();
  const batch: ImportBatch = importBatch(put, tally);
  const now = world.now();
  return {
    tally,
    take(record, line) {
      if (record.kind === "skip") {
        const { field, message, expected } = record;
        tallySkip(tally, { file, line, field, message, expected });
      } else if (record.kind === "other") {
        add(tally.other, record.what, 1);
      } else {
        const priced = priceExchange(record.exchange, world.prices);
        tallyRow(tally, priced, { file, line }, now);
        if (record.no_usd !== null) tallyNoUsd(tally, { file, line, field: record.no_usd });
        batch.push(priced.exchange, record.outcomes);
      }
    },
    flush: () => batch.flush(),
  };
}

import type { Exchange } from "../../core/exchange.ts";
import type { SuppliedOutcome } from "../../store/traffic.ts";
import type { Put } from "./putting.ts";
import type { ImportTally } from "./report.ts";

/** Rows on their way into the store: one transaction of either many rows or many bytes. */
export interface ImportBatch {
  push(exchange: Exchange, outcomes: readonly SuppliedOutcome[]): void;
  flush(): void;
}

const BATCH_ROWS = 2000;
const BATCH_BYTES = 16 << 20;

export function importBatch(put: Put, tally: ImportTally): ImportBatch {
  let rows: Exchange[] = [];
  let outcomes: SuppliedOutcome[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (rows.length > 0) put(rows, outcomes, tally);
    rows = [];
    outcomes = [];
    bytes = 0;
  };
  return {
    push(exchange, supplied) {
      rows.push(exchange);
      for (const outcome of supplied) outcomes.push(outcome);
      bytes += (exchange.request_body?.length ?? 0) + (exchange.response_body?.length ?? 0);
      if (rows.length >= BATCH_ROWS || bytes >= BATCH_BYTES) flush();
    },
    flush,
  };
}

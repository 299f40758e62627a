import type { Exchange } from "../../core/exchange.ts";
import type { SuppliedOutcome, Traffic } from "../../store/traffic.ts";
import { add, type ImportTally } from "./report.ts";

/** Rows on their way into the store: one transaction of either many rows or many bytes. */
export interface ImportBatch {
  push(exchange: Exchange, outcomes: readonly SuppliedOutcome[]): void;
  flush(): void;
}

const BATCH_ROWS = 2000;
const BATCH_BYTES = 16 << 20;

/** @param traffic null = a dry run, which stores nothing */
export function importBatch(traffic: Traffic | null, tally: ImportTally): ImportBatch {
  let rows: Exchange[] = [];
  let outcomes: SuppliedOutcome[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (traffic !== null && rows.length > 0) {
      const result = traffic.append(rows);
      tally.inserted += result.inserted;
      tally.duplicates += result.duplicates;
    }
    if (outcomes.length > 0) {
      const unknown = new Set(traffic?.putOutcomes(outcomes).unknown);
      for (const outcome of outcomes) if (!unknown.has(outcome.request_id)) add(tally.outcomes, outcome.name, 1);
    }
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

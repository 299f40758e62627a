import type { Exchange } from "../../core/exchange.ts";
import type { SetAside } from "../../store/set-aside.ts";
import type { SuppliedOutcome, Traffic } from "../../store/traffic.ts";
import { add, type ImportTally } from "./report.ts";

/** Rows on their way into the store: one transaction of either many rows or many bytes. */
export interface ImportBatch {
  push(exchange: Exchange, outcomes: readonly SuppliedOutcome[]): void;
  flush(): void;
}

const BATCH_ROWS = 2000;
const BATCH_BYTES = 16 << 20;

/** Puts a batch where it belongs, and tallies what became of it. */
type Put = (rows: readonly Exchange[], outcomes: readonly SuppliedOutcome[], tally: ImportTally) => void;

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

/** Into the store. */
export function storing(traffic: Traffic): Put {
  return (rows, outcomes, tally) => {
    const result = traffic.append(rows);
    tally.inserted += result.inserted;
    tally.duplicates += result.duplicates;
    if (outcomes.length === 0) return;
    const unknown = new Set(traffic.putOutcomes(outcomes).unknown);
    for (const outcome of outcomes) if (!unknown.has(outcome.request_id)) add(tally.outcomes, outcome.name, 1);
  };
}

/** Nowhere: rows are only held against those that came before, and against what the store holds already. */
export function checking(traffic: Traffic | null, seen: SetAside): Put {
  return (rows, outcomes, tally) => {
    const fresh = rows.filter((row) => seen.firstSeen(row.request_id)).map((row) => row.request_id);
    const stored = traffic === null ? 0 : traffic.stored(fresh);
    tally.inserted += fresh.length - stored;
    tally.duplicates += rows.length - fresh.length + stored;
    for (const outcome of outcomes) add(tally.outcomes, outcome.name, 1);
  };
}

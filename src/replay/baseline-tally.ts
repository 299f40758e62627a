import type { BaselineColumns } from "./baseline.ts";
import { BIT, type Segment } from "./frame.ts";
import { makeLatencies, type Latencies } from "./latencies.ts";
import type { Rows } from "./partition.ts";

/** Running totals of what the log says of its own rows. */
export interface BaselineTally {
  requests: number;
  /** USD as logged, by list price where the log has none. */
  cost: number;
  /** USD by list price, over rows that have one. */
  list: number;
  logged_rows: number;
  list_rows: number;
  unpriced: number;
  errors: number;
  /** Rows that failed, by outcome code; 0 where the log does not say how. */
  readonly failures: number[];
  readonly latencies: Latencies;
}

export function makeBaselineTally(expected: number): BaselineTally {
  return {
    requests: 0,
    cost: 0,
    list: 0,
    logged_rows: 0,
    list_rows: 0,
    unpriced: 0,
    errors: 0,
    failures: [],
    latencies: makeLatencies(expected),
  };
}

/** Adds rows of one segment. */
export function tallyBaseline(tally: BaselineTally, rows: Rows, segment: Segment, base: BaselineColumns): void {
  const logged = segment.column("cost_logged");
  const bits = segment.column("bits");
  const { list } = base;
  let cost = 0;
  let listed = 0;
  let loggedRows = 0;
  let listRows = 0;
  let unpriced = 0;
  let errors = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const own = list[row]!;
    const paid = logged[row]!;
    if (own === own) listed += own;
    if (paid === paid) {
      loggedRows++;
      cost += paid;
    } else if (own === own) {
      listRows++;
      cost += own;
    } else unpriced++;
    if ((bits[row]! & 7) !== 0) {
      errors++;
      const code = (bits[row]! >>> BIT.outcome) & 15;
      tally.failures[code] = (tally.failures[code] ?? 0) + 1;
    }
  }
  tally.requests += rows.length;
  tally.cost += cost;
  tally.list += listed;
  tally.logged_rows += loggedRows;
  tally.list_rows += listRows;
  tally.unpriced += unpriced;
  tally.errors += errors;
  tally.latencies.addRows(segment.column("latency_ms"), rows);
}

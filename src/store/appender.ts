import type { Exchange } from "../core/exchange.ts";
import type { SuppliedOutcome } from "./traffic.ts";

/** What became of a batch of rows. */
export interface Appended {
  readonly inserted: number;
  /** In the store already: left as they are. */
  readonly duplicates: number;
  /** Supplied outcomes that found their row, by name. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Puts batches of rows into a store, in the order in which they are given, perhaps while the caller makes the next ones ready. */
export interface Appender {
  /** Rejects with what the store said; a batch behind one that failed does not go in. */
  append(rows: readonly Exchange[], outcomes: readonly SuppliedOutcome[]): Promise<Appended>;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

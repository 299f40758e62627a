import type { Exchange } from "../../core/exchange.ts";
import type { Appender } from "../../store/appender.ts";
import type { SuppliedOutcome } from "../../store/traffic.ts";
import { add, type ImportTally } from "./report.ts";

/** Sends a batch on its way, and tallies what became of it once that is known. */
export type Put = (rows: readonly Exchange[], outcomes: readonly SuppliedOutcome[], tally: ImportTally) => void;

/** Batches of all files on their way into the store. */
export interface Putting {
  readonly put: Put;
  /** Resolves at once, or when the store has caught up; rejects with what kept a batch out. */
  ready(): Promise<void>;
  /** Resolves when all is in; rejects as `ready` does. */
  settled(): Promise<void>;
}

/** One is stored while the next is read. */
const MOST_UNDERWAY = 1;

export function putting(appender: Appender): Putting {
  const underway: Promise<void>[] = [];
  let failure: { readonly error: unknown } | null = null;
  const downTo = async (most: number): Promise<void> => {
    while (underway.length > most) await underway.shift();
    if (failure !== null) throw failure.error;
  };
  return {
    put(rows, outcomes, tally) {
      if (failure !== null) return;
      underway.push(
        appender.append(rows, outcomes).then(
          (appended) => {
            tally.inserted += appended.inserted;
            tally.duplicates += appended.duplicates;
            for (const [name, stored] of Object.entries(appended.outcomes)) add(tally.outcomes, name, stored);
          },
          (error: unknown) => {
            failure ??= { error };
          },
        ),
      );
    },
    ready: () => downTo(MOST_UNDERWAY),
    settled: () => downTo(0),
  };
}

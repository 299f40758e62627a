import type { DrainStore } from "./store-rows.ts";

/** What is done to the store while nothing waits to be stored. */
export interface Chores {
  /** Rows that came into the store. */
  stored(rows: number): void;
  /** Does a bounded bit of what is due. @returns ms until there may be more to do */
  next(): number;
}

/** Sealing waits until the main thread is idle (its load below this, per mille), and for this many rows or this long (ms). */
const IDLE = 300;
const SEAL_ROWS = 8_192;
const SEAL_EVERY = 15 * 60_000;
const LOOK = 10_000;
/** Rows that are too old are looked for this often; this much later even where the main thread is never idle, ms. */
const PRUNE_EVERY = 60 * 60_000;
const PRUNE_LATE = 10 * 60_000;
/** Between two steps of a pass. */
const PRUNE_REST = 20;

/** @param load of the main thread, per mille @param now ms, of any origin */
export function storeChores(store: DrainStore, load: () => number, now: () => number): Chores {
  let unsealed = 0;
  let sealedAt = now();
  let pruneAt = now();

  /** What keeps the store from it passes: it is done another time. */
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (store.passing(error) === null) throw error;
    }
  };
  const seal = (): void => {
    const due = unsealed >= SEAL_ROWS || (unsealed > 0 && now() - sealedAt >= SEAL_EVERY);
    if (!due || load() >= IDLE) return;
    sealedAt = now();
    attempt(() => {
      store.traffic.seal();
      unsealed = 0;
    });
  };
  const prune = (): number => {
    const late = now() - pruneAt;
    if (late < 0 || (load() >= IDLE && late < PRUNE_LATE)) return LOOK;
    let wait = LOOK;
    attempt(() => {
      const { removed, done } = store.prune();
      unsealed += removed;
      wait = done ? LOOK : PRUNE_REST;
      if (done) pruneAt = now() + PRUNE_EVERY;
    });
    return wait;
  };

  return {
    stored: (rows) => void (unsealed += rows),
    next() {
      const wait = prune();
      // Sealing between two steps of a pass would be for nothing.
      if (wait === LOOK) seal();
      return wait;
    },
  };
}

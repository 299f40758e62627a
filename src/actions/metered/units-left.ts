import type { Runs, StoredUnit } from "../../store/runs.ts";

/** What is left to do of a run, in order. */
export interface UnitsLeft {
  next(): StoredUnit | null;
  /** One more has a result. */
  done(): void;
  /** Units that have a result. */
  finished(): number;
}

/** What a unit comes to that was begun and cut off: it was paid for, and nobody knows what came of it. */
export const INTERRUPTED = { interrupted: true } as const;

const PAGE = 64;

/** @param settle who writes down that units were cut off; null = they are left to do */
export function unitsLeft(
  runs: Runs,
  { id, units }: { readonly id: string; readonly units: number },
  settle: { readonly worker: string; readonly at: number } | null,
): UnitsLeft {
  const { finished, cut } = runs.progress(id);
  const skipped = new Uint8Array(units);
  for (const ordinal of finished) skipped[ordinal] = 1;
  let count = finished.length;
  if (settle !== null) {
    for (const ordinal of cut) {
      if (!runs.finish({ run: id, ordinal, ...settle, result: INTERRUPTED })) continue;
      skipped[ordinal] = 1;
      count += 1;
    }
  }
  let page: readonly StoredUnit[] = [];
  let at = 0;
  let from = 0;

  return {
    next() {
      for (;;) {
        for (; at < page.length; at++) {
          const unit = page[at] as StoredUnit;
          if (skipped[unit.ordinal] !== 0) continue;
          at += 1;
          return unit;
        }
        while (from < units && skipped[from] !== 0) from += 1;
        page = from < units ? runs.units(id, from, PAGE) : [];
        at = 0;
        if (page.length === 0) return null;
        from = (page.at(-1) as StoredUnit).ordinal + 1;
      }
    },
    done: () => void (count += 1),
    finished: () => count,
  };
}

import { coverageOf, type Coverage } from "../../../stats/index.ts";
import type { Beside } from "./beside.ts";
import type { ServedOutcome } from "./served-rows.ts";

const MINUTE = 60_000;
const LENGTHS = [
  { name: "day", ms: 1_440 * MINUTE },
  { name: "6 hours", ms: 360 * MINUTE },
  { name: "hour", ms: 60 * MINUTE },
  { name: "10 minutes", ms: 10 * MINUTE },
  { name: "minute", ms: MINUTE },
] as const;
/** A window of fewer requests says little. */
const LEAST_REQUESTS = 30;
const ENOUGH_WINDOWS = 5;
export const NOMINAL = 0.9;

export interface Windows {
  readonly length: (typeof LENGTHS)[number]["name"];
  /** In order of time, UTC, of at least 30 requests each. */
  readonly windows: readonly { readonly start: number; readonly rows: readonly ServedOutcome[] }[];
}

/** Cuts what happened into windows of one length: the longest that makes five of them, else the one that makes most. */
export function cutWindows(rows: readonly ServedOutcome[]): Windows {
  const cut = LENGTHS.map(({ name, ms }) => {
    const by = new Map<number, ServedOutcome[]>();
    for (const row of rows) {
      const start = Math.floor(row.at / ms) * ms;
      const there = by.get(start);
      if (there === undefined) by.set(start, [row]);
      else there.push(row);
    }
    const windows = [...by]
      .filter(([, inside]) => inside.length >= LEAST_REQUESTS)
      .toSorted(([a], [b]) => a - b)
      .map(([start, inside]) => ({ start, rows: inside }));
    return { length: name, windows };
  });
  const enough = cut.find(({ windows }) => windows.length >= ENOUGH_WINDOWS);
  return enough ?? cut.reduce((most, one) => (one.windows.length > most.windows.length ? one : most));
}

/** How often the 90 % band held what happened; null where it could never be told. */
export function calibrationOf(besides: readonly Beside[]): Coverage | null {
  const told = besides.filter(({ inside }) => inside !== null);
  return told.length === 0 ? null : coverageOf(told.filter(({ inside }) => inside).length, told.length, NOMINAL);
}

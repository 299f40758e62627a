import { hourOf, weekdayOf } from "../../core/fields.ts";
import type { Chance } from "./chance.ts";

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;

/** How busy an hour is: a working day in Europe, a quieter weekend, a trickle at night. */
function busyness(at: number): number {
  const afternoon = Math.exp(-(((hourOf(at) + 0.5 - 13) / 4.5) ** 2));
  return 0.08 + afternoon * (weekdayOf(at) >= 6 ? 0.3 : 1);
}

/** `count` instants (ms) in the 7 days before `now`, in order, crowded where a working week is busy. */
export function busyInstants(count: number, now: number, chance: Chance): readonly number[] {
  const start = now - WEEK_HOURS * HOUR_MS;
  const weights = Array.from({ length: WEEK_HOURS }, (_, hour) => busyness(start + (hour + 0.5) * HOUR_MS));
  return Array.from({ length: count }, () => {
    const hour = chance.weighted(weights);
    return Math.floor(start + (hour + chance.uniform()) * HOUR_MS);
  }).toSorted((a, b) => a - b);
}

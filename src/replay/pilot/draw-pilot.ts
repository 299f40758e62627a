import { hash64, roll } from "../../core/dice.ts";
import { sorted, type Sorted } from "../../stats/quantile.ts";

/** The rows a pilot is drawn from, as columns of equal length. */
export interface PilotWindow {
  /** What the row would cost by the candidate's price and the baseline's tokens, USD; NaN = no price: never drawn. */
  readonly plain: Float64Array;
  /** The row's place in hash order (see `sampleKeys`). */
  readonly keys: Float64Array;
}

/** Rows to call, in the order to call them: wherever a cap stops, those called are a random part of those drawn. */
export interface PilotSample {
  /** Indices into the window's columns. */
  readonly rows: Uint32Array;
  /** How likely each was to be drawn, in (0, 1]. */
  readonly inclusion: Float64Array;
  /** Plain cost of each, USD. */
  readonly plain: Float64Array;
  /** Rows of the window that have a price, and their plain cost, USD. */
  readonly priced: number;
  readonly plain_usd: number;
}

/** How close to certain a row may come before it is taken as certain: rounding must not draw it twice. */
const CERTAIN = 1 - 1e-9;

/** Running totals over ascending costs: entry k is the sum of the first k. */
function runningTotals(costs: Sorted): Float64Array {
  const totals = new Float64Array(costs.length + 1);
  for (let rank = 0; rank < costs.length; rank++) totals[rank + 1] = totals[rank]! + costs[rank]!;
  return totals;
}

/** The first place among ascending numbers from which on a test holds; their count where it never does. */
function firstPlace(ascending: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Ranks drawn, each with its chance: the dearest for certain, of the others every step of their running total. */
function drawRanks(costs: Sorted, totals: Float64Array, calls: number, start: number): ReadonlyMap<number, number> {
  const drawn = new Map<number, number>();
  let rest = costs.length;
  let left = calls;
  while (left > 0 && rest > 0 && costs[rest - 1]! * left >= totals[rest]! * CERTAIN) {
    if (costs[rest - 1] === 0) return drawn;
    drawn.set(--rest, 1);
    left--;
  }
  if (left === 0 || rest === 0) return drawn;
  const step = totals[rest]! / left;
  const candidates = totals.subarray(1, rest + 1);
  for (let number = 0; number < left; number++) {
    const place = (number + start) * step;
    const rank = Math.min(
      rest - 1,
      firstPlace(candidates, (total) => total > place),
    );
    drawn.set(rank, costs[rank]! / step);
  }
  return drawn;
}

/** The rows behind ranks of their sorted costs; of equal costs, the earlier row has the lower rank. */
function rowsOf(plain: Float64Array, costs: Sorted, ranks: ReadonlyMap<number, number>): Map<number, number> {
  const wanted = new Map<number, { seen: number; readonly chances: Map<number, number> }>();
  for (const [rank, chance] of ranks) {
    const cost = costs[rank]!;
    let equal = wanted.get(cost);
    if (equal === undefined) wanted.set(cost, (equal = { seen: 0, chances: new Map() }));
    equal.chances.set(rank - firstPlace(costs, (value) => value >= cost), chance);
  }
  const rows = new Map<number, number>();
  for (let row = 0; row < plain.length; row++) {
    const equal = wanted.get(plain[row]!);
    if (equal === undefined) continue;
    const chance = equal.chances.get(equal.seen++);
    if (chance !== undefined) rows.set(row, chance);
  }
  return rows;
}

/**
 * Draws a pilot: systematic sampling with probability proportional to plain cost, over rows sorted by it, from a start that the seed
 * fixes (Madow 1949). A row that would be drawn more than once is drawn for certain, and the others share the calls that are left, so a pilot
 * as large as the window is the window. Rows that cost nothing are never drawn.
 * @param calls how many calls to make at most, a whole number
 */
export function drawPilot({ plain, keys }: PilotWindow, calls: number, seed: string): PilotSample {
  const costs = sorted(plain);
  const totals = runningTotals(costs);
  const salt = hash64(seed);
  const chances = rowsOf(plain, costs, drawRanks(costs, totals, calls, roll(salt.hi, salt.lo, 0, 0)));
  const rows = Uint32Array.from(chances.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
  return {
    rows,
    inclusion: Float64Array.from(rows, (row) => chances.get(row)!),
    plain: Float64Array.from(rows, (row) => plain[row]!),
    priced: costs.length,
    plain_usd: totals.at(-1)!,
  };
}

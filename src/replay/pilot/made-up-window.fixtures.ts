import { hash64 } from "../../core/dice.ts";
import { seeded, type Seeded } from "../../stats/seeded.ts";
import type { PilotWindow } from "./draw-pilot.ts";

/** A window, and what the candidate's calls would really cost, USD. */
export interface MadeUpWindow {
  readonly window: PilotWindow;
  readonly costs: Float64Array;
  readonly total: number;
}

function normal(random: Seeded): number {
  const uniform = (): number => (random.next() + 0.5) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * Plain costs are log-normal, with `spread` their logarithm's standard deviation; a call really costs 1.4 times that, times a log-normal
 * ratio that shrinks for dear rows by the power `slope`.
 */
export function madeUpWindow(rows: number, spread: number, slope: number, seed: number): MadeUpWindow {
  const [first, second] = [hash64(`window ${seed}`), hash64(`rows ${seed}`)];
  const random = seeded([first.hi, first.lo, second.hi, second.lo]);
  const plain = Float64Array.from({ length: rows }, () => 0.001 * Math.exp(spread * normal(random)));
  const costs = plain.map((cost) => 1.4 * cost * (cost / 0.001) ** slope * Math.exp(0.5 * normal(random)));
  const keys = Float64Array.from({ length: rows }, () => random.next());
  return { window: { plain, keys }, costs, total: costs.reduce((sum, cost) => sum + cost, 0) };
}

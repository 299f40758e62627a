import { newcombe, quantile, quantileRanks, sorted, wilson, type Sorted } from "../../../stats/index.ts";
import type { Donor } from "./donors.ts";
import type { CostBands } from "./bands.ts";
import type { ServedOutcome } from "./served-rows.ts";

export interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What was projected beside what happened, of the same requests. */
export interface Beside {
  readonly projected: number | null;
  /** Where what happens should lie, if the projection is right. */
  readonly band: Ends;
  readonly actual: number | null;
  /** Requests it stands on. */
  readonly n: number;
  /** Null where one of both is not known. */
  readonly inside: boolean | null;
}

/** Of a sum of doubles. */
const ROUNDING = 1e-9;

const NOWHERE: Ends = { lower: null, upper: null };

function beside(projected: number | null, band: Ends, actual: number | null, n: number): Beside {
  if (projected === null || actual === null) return { projected, band: NOWHERE, actual, n, inside: null };
  // Sums of the same numbers in another order differ in their last digits, and a band may have no width.
  const slack = ROUNDING * Math.abs(projected);
  const inside =
    (band.lower === null || actual >= band.lower - slack) && (band.upper === null || actual <= band.upper + slack);
  return { projected, band, actual, n, inside };
}

/** Requests whose cost can be held against the projection: both it and their input are known. */
export function comparable(rows: readonly ServedOutcome[]): readonly ServedOutcome[] {
  return rows.filter(({ cost, input }) => !Number.isNaN(cost) && !Number.isNaN(input));
}

/** Sum of the costs, USD. @param z of the band: 1.645 for 90 % */
export function costBeside(rows: readonly ServedOutcome[], bands: CostBands | null, z: number): Beside {
  const priced = comparable(rows);
  if (priced.length === 0) return beside(null, NOWHERE, null, 0);
  const actual = priced.reduce((sum, { cost }) => sum + cost, 0);
  if (bands === null) return beside(null, NOWHERE, actual, priced.length);
  const { usd, variance } = bands.expected(priced.map(({ input }) => input));
  const half = z * Math.sqrt(variance);
  return beside(usd, { lower: Math.max(0, usd - half), upper: usd + half }, actual, priced.length);
}

/**
 * A quantile of the latency of good answers, ms. The band is between the projected quantiles at the ends of Wilson's interval of q, for as
 * many requests as both samples are worth together (1 / (1/n + 1/m)); open above where the projected ones are too few to bound it.
 */
export function latencyBeside(rows: readonly ServedOutcome[], projected: Sorted, q: number, z: number): Beside {
  const actual = sorted(rows.map(({ latency }) => latency));
  const [n, m] = [actual.length, projected.length];
  if (n === 0 || m === 0) return beside(quantile(projected, q), NOWHERE, quantile(actual, q), n);
  const both = 1 / (1 / n + 1 / m);
  const { lower, upper } = wilson(q * both, both, z);
  const band = { lower: quantile(projected, lower), upper: upper * m > m - 1 ? null : quantile(projected, upper) };
  return beside(quantile(projected, q), band, quantile(actual, q), n);
}

/** Share of requests that failed; inside where Newcombe's interval of the difference holds 0. */
export function errorsBeside(rows: readonly ServedOutcome[], donors: readonly Donor[], z: number): Beside {
  const told = donors.filter(({ failed }) => failed !== null);
  const [k, n] = [rows.filter(({ failed }) => failed).length, rows.length];
  const [expected, m] = [told.filter(({ failed }) => failed === true).length, told.length];
  const actual = n === 0 ? null : k / n;
  if (m === 0) return beside(null, NOWHERE, actual, n);
  const { lower, upper } = wilson(expected, m, z);
  const difference = newcombe(k, n, expected, m, z);
  const said = beside(expected / m, { lower, upper }, actual, n);
  return { ...said, inside: actual === null ? null : difference.lower <= 0 && difference.upper >= 0 };
}

/** 95 % interval of a quantile of what happened. */
export function quantileEnds(values: Sorted, q: number): Ends {
  const { lower, upper } = quantileRanks(values.length, q);
  const at = (rank: number | null): number | null => (rank === null ? null : (values[rank - 1] as number));
  return { lower: at(lower), upper: at(upper) };
}

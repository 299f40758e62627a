import type { Estimate } from "./interval.ts";
import { mover } from "./mover.ts";
import { Z95 } from "./normal.ts";
import { tango } from "./tango.ts";
import { wilson } from "./wilson.ts";

/** Successes k in n drawn from a stratum that is `weight` of the window. n = 0: never looked at. */
export interface Stratum {
  readonly weight: number;
  readonly k: number;
  readonly n: number;
}

/** Wins and losses in n pairs drawn from a stratum that is `weight` of the window; the others are ties. */
export interface PairedStratum {
  readonly weight: number;
  readonly wins: number;
  readonly losses: number;
  readonly n: number;
}

/** How the weights came to be, where they are estimates too: counted in `rows` drawn from a window of `windowRows`. */
export interface FirstPhase {
  readonly rows: number;
  readonly windowRows: number;
}

export interface StratifiedOptions {
  readonly z?: number;
  readonly firstPhase?: FirstPhase;
}

/** The share of a window from strata drawn at different rates: sum W_h k_h / n_h with the MOVER-Wilson interval. */
export function stratified(strata: readonly Stratum[], { z = Z95, firstPhase }: StratifiedOptions = {}): Estimate {
  const parts = strata.map(({ weight, k, n }) => ({ weight, ...wilson(k, n, z) }));
  return mover(parts, { range: [0, 1], z, betweenVariance: betweenPhaseVariance(parts, firstPhase) });
}

/** (wins - losses) / n of a window from strata drawn at different rates: MOVER over each stratum's Tango interval. */
export function stratifiedTango(
  strata: readonly PairedStratum[],
  { z = Z95, firstPhase }: StratifiedOptions = {},
): Estimate {
  const parts = strata.map(({ weight, wins, losses, n }) => ({ weight, ...tango(wins, losses, n, z) }));
  return mover(parts, { range: [-1, 1], z, betweenVariance: betweenPhaseVariance(parts, firstPhase) });
}

/**
 * Standard error of the weighted share: sqrt(sum W^2 p (1-p) / (n-1)), plus the between-phase variance where the weights are estimates.
 * Null where a stratum has fewer than two draws.
 */
export function stratifiedError(strata: readonly Stratum[], firstPhase?: FirstPhase): number | null {
  if (strata.some(({ n }) => n < 2)) return null;
  const within = strata.reduce((sum, { weight, k, n }) => sum + (weight * weight * (k / n) * (1 - k / n)) / (n - 1), 0);
  const parts = strata.map(({ weight, k, n }) => ({ weight, estimate: k / n }));
  return Math.sqrt(within + betweenPhaseVariance(parts, firstPhase));
}

/**
 * Variance from weights counted in a first sample of n' of N rows (double sampling for stratification, Cochran, Sampling Techniques,
 * 12.2): (1/n') (1 - n'/N) sum W_h (p_h - p)^2. Strata without an estimate do not count.
 */
export function betweenPhaseVariance(
  strata: readonly { readonly weight: number; readonly estimate: number | null }[],
  phase: FirstPhase | undefined,
): number {
  if (phase === undefined || phase.rows === 0) return 0;
  const seen = strata.flatMap(({ weight, estimate }) => (estimate === null ? [] : [{ weight, estimate }]));
  const mean = seen.reduce((sum, { weight, estimate }) => sum + weight * estimate, 0);
  const spread = seen.reduce((sum, { weight, estimate }) => sum + weight * (estimate - mean) ** 2, 0);
  return (spread * Math.max(0, 1 - phase.rows / phase.windowRows)) / phase.rows;
}

import type { Estimate } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { stratifiedTango, type PairedStratum, type StratifiedOptions } from "./stratified.ts";
import { tango } from "./tango.ts";
import { zeroFailureUpper } from "./zero-failure.ts";

/** One-sided bounds of the difference (wins - losses) / n, and whether it is certain that the candidate is not worse by `margin`. */
export interface NonInferiority extends Estimate {
  readonly margin: number;
  /** The lower bound is above -margin. Absence of a significant loss is not enough. */
  readonly nonInferior: boolean;
}

export interface NonInferiorityOptions {
  readonly margin?: number;
  readonly alpha?: number;
}

/**
 * "Safe to switch": the one-sided lower bound of Tango's interval is above -margin. Without a single loss the bound is the lower of
 * Tango's and the exact -(1 - alpha^(1/n)), because the score interval is too short there.
 */
export function nonInferiority(
  wins: number,
  losses: number,
  n: number,
  { margin = 0.05, alpha = 0.05 }: NonInferiorityOptions = {},
): NonInferiority {
  const { estimate, lower, upper } = tango(wins, losses, n, normalQuantile(1 - alpha));
  const bound = losses === 0 ? Math.min(lower, -zeroFailureUpper(n, alpha)) : lower;
  return { estimate, lower: bound, upper, margin, nonInferior: bound > -margin };
}

/** The same of a window, from strata that were drawn at different rates: one-sided MOVER over Tango. */
export function stratifiedNonInferiority(
  strata: readonly PairedStratum[],
  { margin = 0.05, alpha = 0.05, firstPhase }: NonInferiorityOptions & Pick<StratifiedOptions, "firstPhase"> = {},
): NonInferiority {
  const z = normalQuantile(1 - alpha);
  const bounds = stratifiedTango(strata, firstPhase === undefined ? { z } : { z, firstPhase });
  return { ...bounds, margin, nonInferior: bounds.lower > -margin };
}

/** What a run is planned for. */
export interface PowerOptions extends NonInferiorityOptions {
  readonly power?: number;
  /** The true difference the run should be able to show as safe; above -margin. */
  readonly delta?: number;
}

/**
 * Pairs needed to show non-inferiority with the given power (normal approximation for paired proportions, Nam 1997 in its simple form):
 * (z_(1-alpha) + z_power)^2 (psi - delta^2) / (margin + delta)^2, rounded up. Infinite where delta <= -margin.
 * @param discordant share of pairs that do not tie (psi), 0..1
 */
export function requiredPairs(
  discordant: number,
  { margin = 0.05, alpha = 0.05, power = 0.8, delta = 0 }: PowerOptions = {},
): number {
  if (delta <= -margin) return Infinity;
  const z = normalQuantile(1 - alpha) + normalQuantile(power);
  const variance = Math.max(0, discordant - delta * delta);
  return Math.ceil((z * z * variance) / (margin + delta) ** 2 - 1e-9);
}

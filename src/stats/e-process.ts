import { betMaker } from "./bets.ts";
import { wealth, type WealthOptions } from "./wealth.ts";

export interface EProcessOptions extends WealthOptions {
  readonly margin?: number;
  readonly alpha?: number;
  /** Pairs planned for (n*); null: plug-in bets alone. */
  readonly planned: number | null;
  /** Pairs before which nothing is decided. */
  readonly minimum?: number;
  /** Where strata are drawn at unequal rates: the largest weight (see `weightedOutcome`). */
  readonly largestWeight?: number;
}

/** Evidence after some pairs; at 1 / alpha (20 at 5 %) or more, stop. */
export interface EState {
  readonly pairs: number;
  /** Against "worse by the margin or more". */
  readonly safe: number;
  /** Against "not worse by the margin". */
  readonly harm: number;
  /** Taken once and kept: later pairs do not take it back. */
  readonly decision: "safe" | "harmful" | null;
}

export interface EProcess {
  /** Takes the next pair in hash order: win 1, tie 0, loss -1, or a score difference in [-1, 1]; with weights, what `weightedOutcome` gives. */
  readonly take: (difference: number) => EState;
  readonly state: () => EState;
}

/**
 * Two one-sided betting e-processes on paired differences at the margin: y = (d + 1) / 2 against (1 - margin) / 2. May be looked at, and
 * stopped by, after every pair. Pairs must be taken in the order of their sampling keys, without leaving any out: what finishes first is
 * not a random sample.
 */
export function eProcess(options: EProcessOptions): EProcess {
  const { margin = 0.05, alpha = 0.05, planned, minimum = 30, largestWeight = 1 } = options;
  const boundary = (1 - margin / largestWeight) / 2;
  const maker = betMaker(planned === null ? { level: alpha } : { level: alpha, planned });
  const safe = wealth(boundary, options);
  const harm = wealth(1 - boundary, options);
  const enough = -Math.log(alpha);
  let pairs = 0;
  let decision: EState["decision"] = null;
  const state = (): EState => ({ pairs, safe: Math.exp(safe.log()), harm: Math.exp(harm.log()), decision });
  return {
    take(difference) {
      const y = (difference + 1) / 2;
      const bets = maker.next(y);
      safe.take(y, bets);
      harm.take(1 - y, bets);
      pairs += 1;
      if (decision === null && pairs >= minimum) {
        if (harm.log() >= enough) decision = "harmful";
        else if (safe.log() >= enough) decision = "safe";
      }
      return state();
    },
    state,
  };
}

/** Window share over chance to be drawn, per stratum: what a pair of it counts; the largest goes to the e-process. */
export function drawWeights(shares: readonly number[], chances: readonly number[]): readonly number[] {
  return shares.map((share, index) => share / (chances[index] as number));
}

/** A difference in [-1, 1] as it counts for the window: weight / largest weight of it, so that it stays in [-1, 1]. */
export function weightedOutcome(difference: number, weight: number, largestWeight: number): number {
  return (weight * difference) / largestWeight;
}

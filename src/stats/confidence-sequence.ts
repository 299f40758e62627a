import { betMaker, type Bets } from "./bets.ts";
import type { Interval } from "./interval.ts";
import { wealth, type WealthOptions } from "./wealth.ts";

export interface SequenceOptions extends WealthOptions {
  readonly alpha?: number;
  /** Observations planned for; left out: plug-in bets alone. */
  readonly planned?: number;
}

/**
 * Betting confidence sequence of the mean of values in [0, 1], after the values given: it may be looked at after every value, and stops
 * may depend on it (Waudby-Smith and Ramdas 2024; hedged capital with two bets). Not intersected over time. O(n) a step of bisection.
 */
export function bettingSequence(x: ArrayLike<number>, options: SequenceOptions = {}): Interval {
  const { alpha = 0.05, planned, windowSize } = options;
  const values = Float64Array.from(x);
  const mirrored = values.map((value) => 1 - value);
  const maker = betMaker(planned === undefined ? { level: alpha / 2 } : { level: alpha / 2, planned });
  const bets = Array.from(values, (value) => maker.next(value));
  let lower = lowest(values, bets, options);
  let upper = 1 - lowest(mirrored, bets, options);
  if (windowSize !== undefined) {
    const sum = values.reduce((total, value) => total + value, 0);
    lower = Math.max(lower, sum / windowSize);
    upper = Math.min(upper, (sum + windowSize - values.length) / windowSize);
  }
  return { lower, upper };
}

/** The same of differences in [-1, 1] (win 1, tie 0, loss -1): 2 CS((d + 1) / 2) - 1. */
export function bettingDifference(differences: ArrayLike<number>, options: SequenceOptions = {}): Interval {
  const { lower, upper } = bettingSequence(
    Float64Array.from(differences, (difference) => (difference + 1) / 2),
    options,
  );
  return { lower: 2 * lower - 1, upper: 2 * upper - 1 };
}

/** The smallest mean that the bets on a larger one do not rule out: their wealth falls as the mean grows. */
function lowest(values: Float64Array, bets: readonly Bets[], options: SequenceOptions): number {
  const enough = -Math.log((options.alpha ?? 0.05) / 2);
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    const against = wealth(middle, options);
    for (let index = 0; index < values.length; index += 1) against.take(values[index] as number, bets[index] as Bets);
    if (against.log() >= enough) low = middle;
    else high = middle;
  }
  return low < 1e-12 ? 0 : low;
}

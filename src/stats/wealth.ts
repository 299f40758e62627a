import type { Bets } from "./bets.ts";

/** Bets are cut so that no single observation can lose more than this share of the wealth. */
export const TRUNCATION = 0.5;

/** The running wealth of bets that a mean is above `mean`; infinite once it must be. */
export interface Wealth {
  readonly take: (x: number, bets: Bets) => void;
  /** ln of the average of the two bets' products. */
  readonly log: () => number;
}

export interface WealthOptions {
  /** Rows of the window that observations are drawn from without replacement: the mean is then that of the window. */
  readonly windowSize?: number;
  readonly truncation?: number;
}

/**
 * K+(mean) = prod (1 + min(bet, c / mean) (x - mean)), in log space. K- (bets that the mean is below) is K+ of 1 - x at 1 - mean, since
 * the bets are the same for x and 1 - x. From a finite window of N, the mean of what is left to draw stands in for it:
 * (N mean - S) / (N - t + 1), clipped at 1, and infinite wealth below 0.
 */
export function wealth(mean: number, { windowSize, truncation = TRUNCATION }: WealthOptions = {}): Wealth {
  let t = 0;
  let sum = 0;
  let plugIn = 0;
  let planned = 0;
  let hedged = false;
  return {
    take(x, bets) {
      t += 1;
      let left = mean;
      if (windowSize !== undefined) {
        left = (windowSize * mean - sum) / (windowSize - t + 1);
        // What rounding leaves of an exhausted window is not evidence.
        if (left < -1e-9) plugIn = Infinity;
        left = Math.min(1, Math.max(0, left));
      }
      const most = truncation / left;
      plugIn += Math.log1p(Math.min(bets.plugIn, most) * (x - left));
      if (!Number.isNaN(bets.planned)) {
        hedged = true;
        planned += Math.log1p(Math.min(bets.planned, most) * (x - left));
      }
      sum += x;
    },
    log() {
      if (!hedged || plugIn === Infinity) return plugIn;
      const most = Math.max(plugIn, planned);
      return most + Math.log((Math.exp(plugIn - most) + Math.exp(planned - most)) / 2);
    },
  };
}

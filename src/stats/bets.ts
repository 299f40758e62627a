/** How the betting e-processes bet (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting"). */
export interface BetOptions {
  /** The level of one side: alpha of a one-sided test, alpha / 2 of a two-sided confidence sequence. */
  readonly level: number;
  /** Observations planned for (n*): bet for that horizon too, and average both wealths. Left out: plug-in bets alone. */
  readonly planned?: number;
}

/** The bets on the next observation, from those before it; the second is NaN where no horizon is planned. */
export interface Bets {
  /** sqrt(2 ln(1/level) / (variance t ln(1+t))) */
  plugIn: number;
  /** sqrt(2 ln(1/level) / (variance n*)) */
  planned: number;
}

/** What bets are made from: running moments of the observations in [0, 1] so far, shrunk to mean 1/2 and variance 1/4. */
export interface BetMaker {
  /** The bets before the observation; then it counts. */
  readonly next: (x: number) => Bets;
}

/** Bets that only know the past, so that the wealth they make is an e-process. */
export function betMaker({ level, planned }: BetOptions): BetMaker {
  const stake = -2 * Math.log(level);
  let t = 0;
  let sum = 0;
  let squares = 0;
  return {
    next(x) {
      t += 1;
      const variance = (0.25 + squares) / t;
      const bets = {
        plugIn: Math.sqrt(stake / (variance * t * Math.log1p(t))),
        planned: planned === undefined ? Number.NaN : Math.sqrt(stake / (variance * planned)),
      };
      sum += x;
      const mean = (0.5 + sum) / (t + 1);
      squares += (x - mean) ** 2;
      return bets;
    },
  };
}

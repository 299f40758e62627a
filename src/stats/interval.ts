/** A confidence interval, both ends included. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** An estimate with its interval; the estimate is null where there is nothing to estimate from. */
export interface Estimate extends Interval {
  readonly estimate: number | null;
}

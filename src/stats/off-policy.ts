/** Logged rows that a candidate policy is evaluated on, column by column. */
export interface LoggedRows {
  /** The chance with which the logging policy chose what it chose, in (0, 1]; NaN: not randomised (a fallback), and the row is not matched. */
  readonly propensity: ArrayLike<number>;
  /** The chance with which the candidate would have chosen the same. */
  readonly target: ArrayLike<number>;
  readonly reward: ArrayLike<number>;
}

/** A model's guesses of the reward, for the doubly robust estimate. */
export interface RewardModel {
  /** Of what was chosen. */
  readonly logged: ArrayLike<number>;
  /** Of what the candidate would choose (its expectation over the candidate's choice). */
  readonly target: ArrayLike<number>;
}

/** Why an off-policy estimate must not be shown. */
export type Withheld = "few_effective" | "low_effective_share" | "one_row_dominates" | "little_support";

export interface OffPolicy {
  readonly rows: number;
  /** Rows with weight above 0. */
  readonly matched: number;
  /** sum w r / n; for diagnosis only, it can leave the range of the reward. */
  readonly ips: number | null;
  /** sum w r / sum w: the default (Swaminathan and Joachims 2015). */
  readonly snips: number | null;
  /** Doubly robust (Dudik et al. 2014), weights cut at `clip`; null without a reward model. */
  readonly dr: number | null;
  /** Share of rows whose weight was cut for `dr`. */
  readonly clipped: number;
  /** (sum w)^2 / sum w^2. */
  readonly effective: number;
  readonly largestShare: number;
  /** Empty: may be shown. */
  readonly withheld: readonly Withheld[];
}

export interface OffPolicyOptions {
  readonly model?: RewardModel;
  readonly clip?: number;
}

/** What a candidate policy would have earned on logged rows, by importance weights w = target / propensity, and whether that may be shown. */
export function offPolicy(
  { propensity, target, reward }: LoggedRows,
  { model, clip = 20 }: OffPolicyOptions = {},
): OffPolicy {
  const rows = reward.length;
  let matched = 0;
  let weights = 0;
  let squares = 0;
  let largest = 0;
  let earned = 0;
  let robust = 0;
  let clipped = 0;
  for (let row = 0; row < rows; row += 1) {
    const chance = propensity[row] as number;
    const weight = chance > 0 ? (target[row] as number) / chance : 0;
    if (weight > 0) {
      matched += 1;
      earned += weight * (reward[row] as number);
    }
    weights += weight;
    squares += weight * weight;
    largest = Math.max(largest, weight);
    if (weight > clip) clipped += 1;
    if (model === undefined) continue;
    robust += model.target[row] as number;
    if (weight > 0) robust += Math.min(weight, clip) * ((reward[row] as number) - (model.logged[row] as number));
  }
  const effective = squares === 0 ? 0 : (weights * weights) / squares;
  const largestShare = weights === 0 ? 0 : largest / weights;
  return {
    rows,
    matched,
    ips: rows === 0 ? null : earned / rows,
    snips: weights === 0 ? null : earned / weights,
    dr: model === undefined || rows === 0 ? null : robust / rows,
    clipped: rows === 0 ? 0 : clipped / rows,
    effective,
    largestShare,
    withheld: [
      ...(effective < 50 ? (["few_effective"] as const) : []),
      ...(effective < 0.05 * rows ? (["low_effective_share"] as const) : []),
      ...(largestShare > 0.1 ? (["one_row_dominates"] as const) : []),
      ...(matched < 0.1 * rows ? (["little_support"] as const) : []),
    ],
  };
}

import type { Target } from "../core/target.ts";
import type { Ends } from "../replay/result.ts";
import { ratioOfSums, type PairSums } from "../stats/ratio.ts";
import type { Control } from "../store/control.ts";

/** One ratio with its 95 % interval; null where the pairs do not tell. */
interface Told {
  readonly ratio: number | null;
  readonly ci_95: Ends;
}

/** What one run taught of a baseline and a candidate, as ratios. */
export interface LearntRatio {
  readonly run: string;
  /** ms since the epoch. */
  readonly at: number;
  /** What it speaks for: the rows of the run's window. */
  readonly estimand: "window";
  readonly baseline: Target;
  readonly candidate: Target;
  /** Answers of the candidate whose tokens are known beside those of the baseline. */
  readonly pairs: number;
  readonly input: Told;
  readonly output: Told;
  /** Cost of the call over the candidate's price of the baseline's tokens. */
  readonly cost: Told;
}

function told(sums: PairSums): Told {
  const { estimate, lower, upper } = ratioOfSums(sums);
  return { ratio: estimate, ci_95: { lower: lower === null ? null : Math.max(0, lower), upper } };
}

/** Every run's ratios, in the order in which they were learnt. */
export function learntRatios(control: Pick<Control, "lessons">): readonly LearntRatio[] {
  return control.lessons().map(({ run, at, estimand, learnt }) => ({
    run,
    at,
    estimand,
    baseline: learnt.baseline,
    candidate: learnt.candidate,
    pairs: learnt.input.n,
    input: told(learnt.input),
    output: told(learnt.output),
    cost: told(learnt.cost),
  }));
}

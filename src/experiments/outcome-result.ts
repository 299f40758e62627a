import type { Decision } from "../stats/decision.ts";
import type { Figure } from "./figure.ts";

/** One supplied outcome (a score, or a label as 0 and 1) over the pairs that have it on both sides; more is better. */
export interface OutcomeResult {
  readonly name: string;
  readonly n: number;
  /** Counted pairs without a value on one side or both. */
  readonly unknown: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly baseline_mean: number | null;
  readonly candidate_mean: number | null;
  /** (wins - losses) / n, Tango's interval; on effective counts where pairs of one cluster are alike. */
  readonly delta: Figure & { readonly effective_n: number };
  readonly mcnemar: {
    readonly two_sided: number;
    readonly mid_p: number;
    /** One-sided: small where the candidate harms. */
    readonly harm: number;
    /** The same, corrected for looking at all outcomes of this experiment (Holm). */
    readonly harm_of_all: number;
  };
  readonly non_inferiority: NonInferiorityResult;
}

/** "Is it safe to switch?": the one-sided 95 % lower bound of the difference against the margin. */
export interface NonInferiorityResult {
  readonly margin: number;
  readonly lower_95: number;
  readonly upper_95: number;
  readonly safe: boolean;
  readonly decision: Decision;
  /** Pairs that would show safety with 80 % chance if there were no difference and as many ties as here; null where that is not known. */
  readonly required_n: number | null;
}

/** The one outcome that was declared to decide. */
export interface PrimaryResult extends NonInferiorityResult {
  readonly metric: string;
  readonly estimate: number | null;
  readonly ci_95: { readonly lower: number; readonly upper: number };
  readonly n: number;
  readonly method: string;
}

import type { Figure, MeasuredSide, Share } from "./figure.ts";

/** The baseline against itself: how much of a difference is noise, and what the hour did. */
export interface ControlResult {
  /** Counted pairs whose baseline was asked again. */
  readonly pairs: number;
  readonly side: MeasuredSide;
  /** Not in bucket `high`. */
  readonly differs: {
    /** Baseline against its own second answer. */
    readonly control: Share;
    /** Baseline against the candidate, over all counted pairs. */
    readonly candidate: Share;
    /** candidate - control: what the candidate changes beyond noise. */
    readonly excess: Figure;
  };
  /** The very same answer (canonical form). */
  readonly identical: { readonly control: Share; readonly candidate: Share };
  readonly latency: {
    /** Same requests, same hour: quantile of the candidate over quantile of the control. */
    readonly p50_ratio: Figure;
    readonly p95_ratio: Figure;
    /** Control over log, p50: what the hour, the load and the cache did. */
    readonly hour_ratio: Figure;
  };
}

import type { Figure } from "./figure.ts";

/** Candidate against the logged baseline, request by request. */
export interface Differences {
  /** Over the pairs that answered, and are priced, on both sides: a call that fails is no saving. */
  readonly cost: {
    readonly baseline_usd: number | null;
    readonly candidate_usd: number | null;
    /** 1 - candidate / baseline (ratio of sums). */
    readonly saving: Figure;
  };
  /** Quantile of the candidate's latencies less that of the baseline's, ms. The log was measured at another hour: `control.latency` compares like with like. */
  readonly p50_ms: Figure;
  readonly p95_ms: Figure;
  /** Share of failed replays less share of failed originals, of the same requests. */
  readonly error_rate: Figure;
}

/** What the candidate would have cost over the whole window; see `totalOf`. */
export interface WindowTotal {
  /** Logged cost of the replayable rows of the window, USD; null where it is not known. */
  readonly baseline_usd: number | null;
  readonly rows: number;
  readonly candidate_usd: Figure;
}

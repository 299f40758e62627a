import type { Evidence, EvidenceCounts } from "../core/evidence.ts";

/** A 95 % interval, two-sided; an end is null where the data cannot bound it. */
export interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** `future`: requests like these; `window`: this finite set of logged requests, so that the interval closes as the sample grows to it. */
export type Estimand = "future" | "window";

/** A number with all one must know to use it; the estimate is null where the pairs do not say it. */
export interface Figure {
  readonly estimate: number | null;
  readonly ci_95: Ends;
  /** Pairs it stands on. */
  readonly n: number;
  readonly evidence: Evidence;
  readonly estimand: Estimand;
  /** Which formula made it and its interval; docs/reference/experiment-result.md names each. */
  readonly method: string;
}

/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly n: number;
  /** Null where n is 0. */
  readonly share: number | null;
  readonly ci_95: Ends;
  readonly method: string;
}

/** What one side of the pairs cost, how long it took and how often it failed. The first five names are the product's published shape. */
export interface MeasuredSide {
  /** USD over the pairs of which it is known; null where it is known of none. */
  readonly cost_usd: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly errors: number;
  readonly evidence: Evidence;
  readonly evidence_counts: EvidenceCounts;
  readonly priced: number;
  /** Pairs whose cost is not known: in no sum, never 0. */
  readonly unpriced: number;
  /** Pairs whose latency is known. */
  readonly timed: number;
  readonly p50_ci_95: Ends;
  readonly p95_ci_95: Ends;
  readonly mean_ms: number | null;
  readonly ttft_p50_ms: number | null;
  /** Sums over the pairs of which they are known. */
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly error_rate: Share;
  /** Failures by class. */
  readonly failures: Readonly<Record<string, number>>;
}

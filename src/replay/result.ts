import type { Evidence, EvidenceCounts } from "../core/evidence.ts";
import type { RouteFlow } from "../core/route-flow.ts";
import type { Target } from "../core/target.ts";
import type { TimeBin } from "../stats/time-histogram.ts";
import type { LearntFrom } from "./knowledge/token-ratio.ts";

/** A 95 % interval; an end is null where the data cannot bound it. */
export interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface Rate {
  readonly count: number;
  readonly n: number;
  readonly share: number | null;
  readonly ci_95: Ends;
  readonly evidence: Evidence;
}

export interface Latency {
  /** Rows whose latency is known. */
  readonly n: number;
  readonly evidence: Evidence;
  readonly evidence_counts: EvidenceCounts;
  /** False where quantiles are within 0.025 % instead of exact. */
  readonly exact: boolean;
  /** Over rows whose latency is known; null where the quantiles are. */
  readonly mean_ms: number | null;
  readonly p50_ci_95: Ends;
  readonly p95_ci_95: Ends;
}

export interface BaselineSide {
  /** USD as logged, by our price table where the log has none; null where no row is priced. */
  readonly cost_usd: number | null;
  /** USD by our price table at each row's date. */
  readonly cost_list_usd: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly errors: number;
  /** Rows by how they failed. Missing from answers of before these were counted. */
  readonly failures?: Readonly<Record<string, number>>;
  readonly evidence: Evidence;
  readonly cost_rows: { readonly logged: number; readonly list: number; readonly unpriced: number };
  readonly latency: Latency;
  readonly error_rate: Rate;
}

export interface CandidateSide {
  /** USD: recorded where the log holds the answer, else projected, else assumed; null where it cannot be told. */
  readonly cost_usd: number | null;
  /** Weakest evidence holding 1 % or more of the cost. */
  readonly evidence: Evidence;
  readonly evidence_counts: EvidenceCounts;
  /** How far off the cost could be, its token ratios being learnt from so many pairs; null ends where no ratio was, or where any of it is assumed. */
  readonly cost_ci_95: Ends;
  /** What the cost could be, given what is not known of tokens and escalations. */
  readonly cost_range_usd: readonly [number, number] | null;
  /** Price x the baseline's own tokens. */
  readonly cost_usd_plain: number | null;
  readonly cost_list_usd: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  /** Null where nobody knows how often the candidate fails. */
  readonly errors: number | null;
  /** Rows by how they would fail; null where `errors` is. Missing from answers of before these were counted. */
  readonly failures?: Readonly<Record<string, number>> | null;
  readonly unpriced: number;
  readonly latency: Latency;
  readonly error_rate: Rate;
}

export interface Difference {
  /** What both arms are priced by here: like with like. */
  readonly basis: "logged" | "list";
  /** Rows priced in both arms. */
  readonly requests: number;
  readonly cost_usd: number | null;
  readonly cost_pct: number | null;
  /** 1 - candidate / baseline, with its interval over requests like these (`future`), the token counts taken as they are. */
  readonly saving: {
    readonly estimate: number | null;
    readonly ci_95: Ends;
    /** What the saving could be, given what is not known of tokens and escalations; null where everything is recorded. */
    readonly range: readonly [number, number] | null;
    readonly estimand: "future";
    readonly method: string;
  };
  readonly p50_pct: number | null;
  readonly p95_pct: number | null;
  readonly errors: number | null;
  readonly evidence: Evidence;
}

export interface Side {
  readonly requests: number;
  readonly baseline: BaselineSide;
  readonly candidate: CandidateSide;
  readonly difference: Difference;
  readonly route_distribution: Readonly<Record<Target, number>>;
}

export interface NamedOutlier {
  readonly request_id: string;
  readonly target: Target | null;
  readonly baseline: number;
  readonly candidate: number;
  readonly delta: number;
}

/** What a pilot's calls say of the rows whose answers the log does not hold. */
export interface PilotResult {
  /** `plt_...`; its calls are rows of the log. */
  readonly run: string;
  /** How it ended: `completed`, `cap_reached`, `cancelled`, `interrupted`. */
  readonly state: string;
  readonly reason: string | null;
  /** The targets that were called. */
  readonly targets: readonly Target[];
  /** Rows that a call each would tell the cost of: what `cost_usd` is of. */
  readonly requests: number;
  readonly drawn: number;
  /** Drawn rows that were called, as far as all before them in hash order were: what the numbers stand on. */
  readonly calls: number;
  /** Calls among them whose cost is known. */
  readonly n: number;
  readonly failed: number;
  /** Answers cut off by the limit that was set because the request has none: their cost is a lower bound. */
  readonly truncated_by_us: number;
  readonly spent_usd: number;
  /** Set aside for calls that never said what they cost. */
  readonly reserved_usd: number;
  readonly cap_usd: number;
  /** By price and the baseline's tokens, of `requests`. */
  readonly plain_usd: number;
  /** Measured cost over plain cost. */
  readonly ratio: { readonly estimate: number | null; readonly ci_95: Ends };
  /** Of `requests`. */
  readonly cost_usd: { readonly estimate: number | null; readonly ci_95: Ends };
  readonly evidence: Evidence;
  readonly estimand: "window";
  readonly method: string;
  /** Rows that are not among `requests`, by reason. */
  readonly left_out: Readonly<Record<string, number>>;
}

/** The answer of a routing-only experiment. Field names of the first block are the product's published shape. */
export interface SimulationResult extends Side {
  readonly id: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly mode: "routing_only";

  readonly window_requests: number;
  readonly sample: {
    readonly rows: number;
    readonly inclusion_probability: number;
    readonly seed: string;
    readonly method: "all" | "sha256_bottom_k";
  };
  /** Requests by who answered them and who would: what `route_distribution` is made of. */
  readonly route_flow: readonly RouteFlow[];
  /** How the times of all rows are spread, both sides in the same bins; null where quantiles are. Missing from answers of before these were counted. */
  readonly latency_histogram?: { readonly baseline: readonly TimeBin[]; readonly candidate: readonly TimeBin[] | null };
  /** Share of USD by target, every attempt counted where it was made. */
  readonly cost_distribution: Readonly<Record<Target, number>>;
  readonly fallback: { readonly exercised: Rate; readonly budget_misses: number; readonly retried: number };
  readonly cascade: {
    readonly escalated: Rate;
    readonly blended_cost_usd: number | null;
    /** With every unknown answer accepted, and with every one escalated. */
    readonly bounds: { readonly all_accepted_usd: number | null; readonly all_escalated_usd: number | null } | null;
  } | null;
  readonly arms: Readonly<Record<string, Side>> | null;
  readonly unpriced: { readonly baseline: number; readonly candidate: number; readonly targets: readonly Target[] };
  readonly refused: number;
  readonly imputed: number;
  readonly near_match: number;
  readonly assumed_price: number;
  /** Rows where an ensemble's vote hangs on answers the log does not hold: the first valid member stands for it. */
  readonly votes_unknown: number;
  /** Rows that could not be sent again with responses, by reason. */
  readonly unreplayable: Readonly<Record<string, number>>;
  readonly left_out: Readonly<Record<string, number>>;
  readonly outliers: { readonly cost_usd: readonly NamedOutlier[]; readonly latency_ms: readonly NamedOutlier[] };
  readonly policy: {
    readonly name: string;
    readonly version: number | null;
    readonly strategy: string;
    readonly data: unknown;
  };
  readonly facts_id: string;
  readonly price_version: string;
  readonly token_ratios: readonly {
    readonly baseline: Target;
    readonly candidate: Target;
    readonly input: number;
    readonly output: number;
    /** Null ends where it is assumed. */
    readonly input_ci_95: Ends;
    readonly output_ci_95: Ends;
    readonly pairs: number;
    /** Where the pairs stand; null where it is assumed. */
    readonly learnt_from: LearntFrom | null;
    readonly evidence: Evidence;
  }[];
  /** Cost and saving of as many requests like these: rows drawn anew, and token ratios by how well they are known; null where nothing is projected by learnt ratios alone. */
  readonly refining: {
    /** 5th to 95th percentile. */
    readonly cost_usd_90: Ends;
    readonly saving_90: Ends;
    readonly draws: number;
    readonly estimand: "future";
    readonly method: string;
  } | null;
  /** Calls that were made for this answer; null where nothing was called. */
  readonly pilot: PilotResult | null;
  /** What a reader should know, in plain words. */
  readonly notes: readonly string[];
}

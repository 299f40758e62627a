import type { Bucket } from "../compare/bucket.ts";
import type { RouteFlow } from "../core/route-flow.ts";
import type { Target } from "../core/target.ts";
import type { TimeBin } from "../stats/time-histogram.ts";
import type { ExperimentCandidate, ExperimentFrame, ExperimentPolicy, ExperimentSpend } from "./definition.ts";
import type { Differences, WindowTotal } from "./differences.ts";
import type { Exercised } from "./exercised.ts";
import type { Figure, MeasuredSide } from "./figure.ts";
import type { TargetCost } from "./cost-by-target.ts";
import type { ControlResult } from "./control-result.ts";
import type { OutcomeResult, PrimaryResult } from "./outcome-result.ts";
import type { PairClass, SimilarityResult } from "./similarity-result.ts";

/** How far the units came, and which of them count. */
export interface ResultFrame extends ExperimentFrame {
  /** Units that have a result. */
  readonly attempted: number;
  /** Results in the contiguous prefix of the hash order: what every number here stands on. */
  readonly counted: number;
  /** Results after the first unit without one: which finish first is not chance, so that they count for nothing. */
  readonly beyond_prefix: number;
  /** Counted pairs cut off with their worker. */
  readonly interrupted: number;
  /** Counted pairs with an answer on both sides. */
  readonly comparable: number;
  /** Sessions, else end users, else prompts of the counted pairs: these are independent of each other. */
  readonly clusters: number;
  readonly seed: string;
}

/** How it ended. */
export interface Stopping {
  /** Declared at creation: `fixed` looks once, at the end; `anytime` may stop when the e-process is certain. */
  readonly mode: "fixed" | "anytime";
  readonly state: string;
  readonly reason: string | null;
  readonly prefix_n: number;
  readonly planned_n: number;
  /** Evidence of the e-process on the primary outcome; null without one. */
  readonly e_safe: number | null;
  readonly e_harm: number | null;
  readonly e_decision: "safe" | "harmful" | null;
}

/** A limit beside the primary outcome. */
export interface Guardrail {
  readonly metric: string;
  readonly estimate: number | null;
  /** One-sided 95 % bound. */
  readonly upper_95: number | null;
  readonly limit: number;
  readonly status: "pass" | "fail" | "unknown";
}

/** A pair worth reading. */
export interface PairOutlier {
  readonly ordinal: number;
  readonly request_id: string;
  /** That the replay went to. */
  readonly target: Target | null;
  /** USD or ms of both sides; null in the list of low similarity. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** candidate - baseline; the similarity in the list of low similarity. */
  readonly value: number;
  readonly measure: string | null;
  readonly bucket: Bucket | null;
}

/** The answer of an experiment with responses. Field names of the first block are the product's published shape. */
export interface ExperimentResult {
  readonly id: string;
  readonly window: { readonly start: string; readonly end: string };
  /** Pairs counted, interrupted ones left out. */
  readonly requests: number;
  readonly mode: "with_responses";
  readonly baseline: MeasuredSide;
  readonly candidate: MeasuredSide;
  /** Share of counted pairs by the target that answered (or failed last); they sum to 1 over the pairs that reached one. */
  readonly route_distribution: Readonly<Record<Target, number>>;
  /** Counted pairs by who answered the original and who the replay (or failed last). */
  readonly route_flow: readonly RouteFlow[];

  /** What each target cost on both sides. Missing from results of before this was summed up, as are the next two. */
  readonly cost_by_target?: { readonly baseline: readonly TargetCost[]; readonly candidate: readonly TargetCost[] };
  /** How the times of both sides are spread, in the same bins. */
  readonly latency_histogram?: { readonly baseline: readonly TimeBin[]; readonly candidate: readonly TimeBin[] };
  /** How often more than the first choice was asked; null where no pair of that side kept its calls. */
  readonly exercised?: { readonly baseline: Exercised | null; readonly candidate: Exercised | null };

  readonly policy: ExperimentPolicy;
  readonly asked: ExperimentCandidate;
  readonly frame: ResultFrame;
  readonly differences: Differences;
  /** The known cost of the whole window times the measured ratio. */
  readonly window_total: WindowTotal;
  /** Null where no row was asked again. */
  readonly control: ControlResult | null;
  readonly similarity: SimilarityResult;
  /** Counted pairs by what their outcomes are to each other; they sum to `frame.counted`. */
  readonly outcome_classes: Readonly<Record<PairClass, number>>;
  readonly outcomes: readonly OutcomeResult[];
  readonly primary: PrimaryResult | null;
  readonly guardrails: readonly Guardrail[];
  readonly outliers: {
    readonly cost_usd: readonly PairOutlier[];
    readonly latency_ms: readonly PairOutlier[];
    readonly low_similarity: readonly PairOutlier[];
  };
  readonly spend: ExperimentSpend;
  readonly stopping: Stopping;
  /** Pairs whose replay stopped at the output limit that we set. */
  readonly truncated_by_us: number;
  /** Candidate output tokens over baseline output tokens, as a ratio of sums. */
  readonly output_token_ratio: Figure;
  readonly input_token_ratio: Figure;
  /** Experiments on this window so far, this one included: the best of many looks better than it is. */
  readonly trial_ledger: number;
  readonly facts_id: string;
  readonly price_version: string;
  /** What a reader should know, in plain words. */
  readonly notes: readonly string[];
}

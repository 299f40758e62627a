import type { Target } from "../core/target.ts";
import type { Bucket } from "../compare/bucket.ts";
import type { LengthControlled } from "../stats/length-control.ts";
import type { CanaryResult } from "./canary-result.ts";
import type { ClusterEffect } from "./cluster-effect.ts";
import type { Consistency } from "./consistency.ts";
import type { DecisionResult } from "./decide-judged.ts";
import type { EquivalenceResult } from "./equivalence-result.ts";
import type { HumanResult } from "./human-labels.ts";
import type { OrderMode } from "./plan-judging.ts";
import type { Protocol } from "./protocol.ts";
import type { UnjudgedResult } from "./unjudged-result.ts";
import type { SelfPreference } from "./vendor-family.ts";
import type { Counts, Intervals, Shares, WinRate } from "./verdict-shares.ts";

/** What was asked of a judge: never changes once the run is there. */
export interface JudgeDefinition {
  readonly id: string;
  readonly experiment: string;
  readonly judge: Target;
  readonly protocol: Protocol;
  readonly rubric: { readonly id: string; readonly criterion: string };
  readonly order: OrderMode;
  /** Only this bucket; null: all of them. */
  readonly bucket: Bucket | null;
  readonly margin: number;
  readonly worse_limit: number;
  readonly seed: string;
  /** Pairs of each bucket that could be drawn: counted pairs of the experiment. */
  readonly sizes: Readonly<Record<Bucket, number>>;
  /** Replayable rows of the window that the pairs were sampled from. */
  readonly window_rows: number;
  /** Pairs drawn, by bucket. */
  readonly drawn: Readonly<Record<Bucket, number>>;
  readonly self_preference: SelfPreference;
  /** The judge is a side of the experiment, and was allowed by force. */
  readonly forced: boolean;
  /** No price of the judge was known, and it was allowed by force: its calls are outside the cap. */
  readonly unpriced: boolean;
  /** Judge runs of this experiment when this one was made, itself included. */
  readonly trial: number;
  readonly price_version: string;
}

/** How the run stands. */
export interface JudgeRun {
  readonly state: string;
  readonly reason: string | null;
  readonly spend: {
    readonly cap_usd: number;
    readonly spent_usd: number;
    readonly reserved_usd: number;
    readonly calls: number;
  };
}

/** Verdicts of one bucket, with whole numbers beside the shares. */
export interface BucketVerdicts {
  /** Judged pairs. */
  readonly n: number;
  readonly verdicts: Shares;
  readonly counts: Counts;
  readonly ci_95: Intervals;
  readonly unjudged: number;
  /** Pairs of the experiment in it, and their share of those that could be drawn. */
  readonly pairs: number;
  readonly share: number;
}

/** What a pairwise run found. The first five names are the product's published shape. */
export interface PairwiseFindings {
  readonly verdict_breakdown: Shares;
  readonly verdict_breakdown_ci_95: Intervals;
  readonly by_bucket: Readonly<Partial<Record<Bucket, BucketVerdicts>>>;
  readonly verdict_counts: Counts;
  /** What `verdict_breakdown` is a share of. */
  readonly verdict_breakdown_of: string;
  /** The headline: each bucket as often as it is in the window. */
  readonly window: {
    readonly breakdown: Shares;
    readonly ci_95: Intervals;
    readonly of: string;
    readonly method: "mover_wilson/two_phase";
  };
  readonly decision: DecisionResult;
  readonly consistency: Consistency;
  readonly win_rate: WinRate;
  /** Of the judged pairs as drawn; null where all ended alike. */
  readonly length_controlled: LengthControlled | null;
}

interface Shared {
  readonly id: string;
  readonly experiment: string;
  readonly judged_count: number;
  readonly spend_usd: number;
  readonly definition: JudgeDefinition;
  readonly run: JudgeRun;
  readonly frame: ClusterEffect & {
    readonly drawn: number;
    /** Pairs all of whose calls came before the first gap; those after it count for nothing. */
    readonly reached: number;
    /** Decided without a call: the same answer twice, or none. */
    readonly by_rule: number;
    readonly injection_suspected: number;
    readonly control_tokens: number;
  };
  readonly canaries: CanaryResult;
  readonly unjudged: UnjudgedResult;
  /** A judge of one family with one side only. Null: a family is not known. */
  readonly self_preference_risk: boolean | null;
  readonly human: HumanResult | null;
  readonly notes: readonly string[];
}

/** What a judge run found. */
export type JudgeResult =
  | (Shared & PairwiseFindings & { readonly protocol: "pairwise" })
  | (Shared & EquivalenceResult & { readonly protocol: "equivalence" });

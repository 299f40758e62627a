import type { Target } from "../core/target.ts";
import type { Thresholds } from "../compare/bucket.ts";

/** The policy that was asked; an endpoint version is told in `ExperimentCandidate`, and its policy here. */
export interface ExperimentPolicy {
  readonly name: string;
  readonly version: number | null;
  readonly strategy: string;
  readonly data: unknown;
}

/** What the candidate is. */
export interface ExperimentCandidate {
  readonly kind: "policy" | "endpoint";
  readonly name: string;
  readonly version: number | null;
}

/** How the sample came out of the window: "representative" means the replayable rows, never more. */
export interface ExperimentFrame {
  readonly window_rows: number;
  readonly with_body: number;
  readonly replayable: number;
  /** Rows that could not be sent again, by reason. */
  readonly unreplayable: Readonly<Record<string, number>>;
  /** Units planned. */
  readonly sampled: number;
}

/** The outcome that decides, declared at creation. */
export interface PrimaryOutcome {
  /** `agreement`, or the name of a supplied outcome. */
  readonly metric: string;
  readonly margin: number;
}

/** What was asked: never changes once the experiment is there. Everything `summarise` needs besides the pairs. */
export interface ExperimentDefinition {
  readonly id: string;
  /** ISO 8601, half-open. */
  readonly window: { readonly start: string; readonly end: string };
  readonly policy: ExperimentPolicy;
  readonly asked: ExperimentCandidate;
  readonly frame: ExperimentFrame;
  /** Of the sampling order and of every resample. */
  readonly seed: string;
  /** Logged cost of all replayable rows of the window, USD; null where one is not priced. */
  readonly window_cost_usd: number | null;
  /** Names the embeddings' measure; null: texts are compared by their words. */
  readonly embeddings: Target | null;
  /** Thresholds of texts that the user gave, by measure. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  readonly primary: PrimaryOutcome | null;
  /** `anytime`: it may stop when the e-process on `primary` is certain. */
  readonly stopping: "fixed" | "anytime";
  /** Pairs kept in each list of outliers. */
  readonly outliers: number;
  readonly facts_id: string;
  readonly price_version: string;
}

/** What it cost to find out. */
export interface ExperimentSpend {
  readonly cap_usd: number;
  /** Settled, USD. */
  readonly spent_usd: number;
  /** Reserved by calls that never said what they cost, USD. */
  readonly reserved_usd: number;
  readonly calls: number;
  /** The most that was ever spent and reserved together, USD; left out where no run has ended yet. */
  readonly peak_usd?: number;
  /** The most calls that were ever under way at once. */
  readonly peak_calls?: number;
}

/** How the run stands when it is summarised. */
export interface ExperimentRun {
  readonly state: string;
  readonly reason: string | null;
  readonly spend: ExperimentSpend;
  /** Experiments on this window so far, this one included. */
  readonly trial_ledger: number;
  readonly notes: readonly string[];
}

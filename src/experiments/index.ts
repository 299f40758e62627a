/** Pairs of a measured experiment in, its result out. Pure. */

// What was asked, and what is stored of each request.
export type {
  ExperimentCandidate,
  ExperimentDefinition,
  ExperimentFrame,
  ExperimentPolicy,
  ExperimentRun,
  ExperimentSpend,
  PrimaryOutcome,
} from "./definition.ts";
export {
  CAP_REACHED,
  type InterruptedPair,
  type Pair,
  type PairOutcome,
  type PairRecord,
  type PairSide,
} from "./pair.ts";

// All in one: stored pairs in, the result out; and one pair as it is read.
export { summarise } from "./summarise.ts";
export { byLikeness, pairView, type PairView } from "./pair-view.ts";

// While a run goes on: what each pair says of the declared outcome, and when that is enough.
export { AGREEMENT_METRIC, primaryDifference, stopRule } from "./primary.ts";

// What comes out, with an interval and evidence on every number.
export type { ExperimentResult, Guardrail, PairOutlier, ResultFrame, Stopping } from "./result.ts";
export type { Differences, WindowTotal } from "./differences.ts";
export type { Ends, Estimand, Figure, MeasuredSide, Share } from "./figure.ts";
export type { ControlResult } from "./control-result.ts";
export type { NonInferiorityResult, OutcomeResult, PrimaryResult } from "./outcome-result.ts";
export type { MeasureResult, PairClass, SimilarityResult } from "./similarity-result.ts";
export { BUCKETS, type Bucket, type Thresholds } from "../compare/bucket.ts";

/** Control and candidate held against each other, request by request and in sum. Pure. */

// One request: both answers in, under contracts and against each other.
export { comparePair, responded, type PairedCheck, type PairedSide, type PairInput } from "./compare-pair.ts";
export { MOST_ANSWERS, openToChange } from "./settled.ts";
export {
  INCOMPARABLE_REASONS,
  PAIR_RESULTS,
  type IncomparableReason,
  type PairResult,
  type ShadowComparison,
  type ShadowSide,
  type ShadowStep,
} from "./comparison.ts";

// Many: counts, rates with an interval, and the verdict.
export { summariseShadow, type SummaryOptions } from "./summarise-shadow.ts";
export type { ShadowPipeline } from "./pipeline.ts";
export type { ShadowSummary, SideLatency, SideReliability } from "./summary.ts";

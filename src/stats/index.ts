/** Numbers with intervals. Pure; the defaults are 95 %, two-sided. */

// What every estimate looks like.
export type { Estimate, Interval } from "./interval.ts";

// Shares: of one group, of finite windows, of several kinds at once, between groups, between pairs, and of what was never seen.
export { goodman, wilson, wilsonLower, wilsonUpper } from "./wilson.ts";
export { finiteProportion, hypergeometricInterval, wilsonFinite, type WindowEstimate } from "./finite-window.ts";
export { newcombe } from "./newcombe.ts";
export { tango } from "./tango.ts";
export { triesForBound, zeroFailureUpper } from "./zero-failure.ts";

// Ratios of sums over pairs, and the savings and totals made of them.
export {
  addSums,
  pairSums,
  ratioOfSums,
  savingOf,
  totalOf,
  type PairSums,
  type Ratio,
  type RatioOptions,
} from "./ratio.ts";

// Quantiles (type 7) with order-statistic intervals: of sorted values, of columns without sorting them, of histograms.
export { quantile, sorted, weightedQuantile, type Sorted } from "./quantile.ts";
export { quantileRanks, valuesForUpperBound, type QuantileRanks } from "./quantile-interval.ts";
export { quantileEstimates, selectQuantiles, type QuantileEstimate, type QuantileSummary } from "./select-quantile.ts";
export { orderStatistics, selectOrderStatistics, type OrderStatistics } from "./select-order-statistics.ts";
export { valueHistogram, type ValueHistogram } from "./value-histogram.ts";

// Distributions the intervals stand on.
export { atLeast, atMost, binomialMass, hypergeometricMass, type Mass } from "./mass.ts";
export { normalQuantile, Z95, Z95_ONE_SIDED } from "./normal.ts";
export { studentQuantile } from "./student-t.ts";

// Random numbers that a seed fixes.
export { seeded, seedWords, type Seeded } from "./seeded.ts";

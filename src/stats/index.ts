/** Numbers with intervals. Pure; the defaults are 95 %, two-sided. */

// What every estimate looks like.
export type { Estimate, Interval } from "./interval.ts";

// Shares: of one group, of finite windows, of several kinds at once, between groups, between pairs, and of what was never seen.
export { goodman, wilson, wilsonLower, wilsonUpper } from "./wilson.ts";
export { finiteProportion, hypergeometricInterval, wilsonFinite, type WindowEstimate } from "./finite-window.ts";
export { newcombe } from "./newcombe.ts";
export { tango } from "./tango.ts";
export { clopperPearson } from "./clopper-pearson.ts";
export { clusteredShare, type ClusteredShare } from "./clusters.ts";
export { pairedClusters, type PairedClusters } from "./paired-clusters.ts";
export { triesForBound, zeroFailureUpper } from "./zero-failure.ts";

// Windows sampled at different rates: intervals, and how many to draw of what, and which.
export { mover, type MoverOptions, type WeightedEstimate } from "./mover.ts";
export {
  betweenPhaseVariance,
  stratified,
  stratifiedError,
  stratifiedTango,
  type FirstPhase,
  type PairedStratum,
  type StratifiedOptions,
  type Stratum,
} from "./stratified.ts";
export { yanSu } from "./yan-su.ts";
export { allocationError, floorThenNeyman, neyman, proportional, type Allotment } from "./allocation.ts";
export { hashOrder, hashSample, weightedHashSample, weightedKey } from "./hash-order.ts";

// Pairs: tests, safety, and the numbers of pairs these need.
export { mcnemar, mcnemarEvidence, type McNemar } from "./mcnemar.ts";
export {
  nonInferiority,
  requiredPairs,
  stratifiedNonInferiority,
  type NonInferiority,
  type NonInferiorityOptions,
  type PowerOptions,
} from "./non-inferiority.ts";
export { holm } from "./holm.ts";
export { signFlip, type SignFlip } from "./sign-flip.ts";

// Resampling.
export { bootstrap, type BootstrapOptions, type Replicates, type ResampledStatistic } from "./bootstrap.ts";
export { resampledRatio } from "./resampled-ratio.ts";
export { resampledQuantileDifferences, resampledQuantileRatios } from "./resampled-quantiles.ts";
export { bcaInterval, percentileInterval, type BcaInterval } from "./bootstrap-interval.ts";
export {
  pairedDeltas,
  type BootstrapEstimate,
  type Paired,
  type PairedDeltaOptions,
  type PairedDeltas,
} from "./paired-deltas.ts";
export { adjustedMean, type AdjustedMean } from "./regression-estimator.ts";

// What may be looked at after every pair, and stopped by.
export { betMaker, type BetMaker, type BetOptions, type Bets } from "./bets.ts";
export { TRUNCATION, wealth, type Wealth, type WealthOptions } from "./wealth.ts";
export { bettingDifference, bettingSequence, type SequenceOptions } from "./confidence-sequence.ts";
export {
  drawWeights,
  eProcess,
  weightedOutcome,
  type EProcess,
  type EProcessOptions,
  type EState,
} from "./e-process.ts";
export { asymptoticWidth, bernsteinSequence, betaBinomialSequence, type AsymptoticWidth } from "./other-sequences.ts";

// What a log alone says of a policy that did not write it.
export {
  offPolicy,
  type LoggedRows,
  type OffPolicy,
  type OffPolicyOptions,
  type RewardModel,
  type Withheld,
} from "./off-policy.ts";
export { frechetBounds, manskiBounds } from "./manski.ts";
export {
  projectedTotal,
  ratioDraw,
  type ParameterDraw,
  type ProjectedPart,
  type ProjectedTotal,
  type ProjectedTotalOptions,
} from "./projected-total.ts";
export { mixtureQuantile, type LognormalPart } from "./lognormal-mixture.ts";
export { cascadeCost, type CascadeCost } from "./cascade-cost.ts";
export { conformalQuantile, coverageOf, type Coverage } from "./calibration.ts";
export {
  averageQuality,
  callsForGap,
  costQualityHull,
  gapRecovered,
  type CostQuality,
  type RouterCurve,
} from "./cost-quality.ts";

// Judges: both orders, agreement, and what human labels correct.
export { positionBias, reconcileOrders, type PositionBias, type Preference, type Reconciled } from "./order-swap.ts";
export { cohenKappa, type Agreement } from "./kappa.ts";
export { predictionPowered, type PredictionPowered, type PredictionPoweredOptions } from "./prediction-powered.ts";
export { roganGladen, type Corrected, type Known } from "./rogan-gladen.ts";
export { lengthControlled, type LengthControlled } from "./length-control.ts";

// Verdicts and decisions.
export {
  contractDecision,
  decisionOfBounds,
  effectiveCounts,
  incomparableRate,
  isRobust,
  type Decision,
  type PairCounts,
} from "./decision.ts";
export {
  confidenceLabel,
  contractVerdict,
  pairedTest,
  type ConfidenceLabel,
  type ContractVerdict,
  type Verdict,
  type VerdictInput,
  type VerdictOptions,
  type VerdictReason,
} from "./verdict.ts";
export {
  judgeDecision,
  stratifiedJudgeDecision,
  type JudgeDecision,
  type JudgeOptions,
  type JudgeOutcome,
} from "./judge-decision.ts";

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
export { exponentialHistogramError, signedSketch, type SignedSketch, type SketchJson } from "./signed-sketch.ts";

// Distributions the intervals stand on.
export { atLeast, atMost, binomialMass, hypergeometricMass, type Mass } from "./mass.ts";
export { normalQuantile, Z95, Z95_ONE_SIDED } from "./normal.ts";
export { normalCdf } from "./normal-cdf.ts";
export { logBeta, logGamma } from "./log-gamma.ts";
export { studentQuantile } from "./student-t.ts";

// Random numbers that a seed fixes.
export { seeded, seedWords, type Seeded } from "./seeded.ts";

import {
  contractDecision,
  effectiveCounts,
  incomparableRate,
  isRobust,
  type Decision,
  type PairCounts,
} from "./decision.ts";
import { mcnemar, type McNemar } from "./mcnemar.ts";
import { newcombe } from "./newcombe.ts";
import { Z95_ONE_SIDED } from "./normal.ts";
import { tango } from "./tango.ts";
import { zeroFailureUpper } from "./zero-failure.ts";

export type Verdict = "clean" | "changed_but_passing" | "needs_review" | "needs_better_evidence";

/** Why a verdict is what it is. */
export type VerdictReason =
  | "no_comparable"
  | "critical_contract"
  | "regression_confirmed"
  | "regression_suspected"
  | "incomparable_rate"
  | "too_few_pairs"
  | "identical"
  | "within_rerun_noise"
  | "differs";

/** About the evidence only, not about what it says. */
export type ConfidenceLabel = "LOW_CONFIDENCE" | "MEDIUM_CONFIDENCE" | "HIGH_CONFIDENCE";

/** What a verdict is made of. */
export interface VerdictInput extends PairCounts {
  /** Comparable pairs whose answers differ in any way. */
  readonly differs: number;
  /** Pairs of the baseline re-run against itself, and how many of them differ; null: not re-run. */
  readonly rerun: { readonly differs: number; readonly pairs: number } | null;
}

export interface VerdictOptions {
  readonly margin?: number;
  /** How much more than itself the baseline's answers may be differed from. */
  readonly differenceMargin?: number;
}

export interface ContractVerdict {
  readonly verdict: Verdict;
  readonly reason: VerdictReason;
  readonly confidence: ConfidenceLabel;
  readonly decision: Decision;
  readonly robust: boolean;
}

/** The descriptive verdict and the inferential decision over pairs under contracts. */
export function contractVerdict(
  input: VerdictInput,
  { margin = 0.05, differenceMargin = 0.05 }: VerdictOptions = {},
): ContractVerdict {
  return {
    ...describe(input, margin, differenceMargin),
    confidence: confidenceLabel(input, margin),
    decision: contractDecision(input, margin),
    robust: isRobust(input, margin),
  };
}

/** LOW below 20 pairs or above 15 % incomparable; else by the half-width of Tango's interval: HIGH within the margin, MEDIUM within twice. */
export function confidenceLabel(counts: PairCounts, margin = 0.05): ConfidenceLabel {
  const rate = incomparableRate(counts);
  if (counts.comparable < 20 || rate > 0.15) return "LOW_CONFIDENCE";
  const { comparable, gains, losses } = effectiveCounts(counts);
  const { lower, upper } = tango(gains, losses, comparable);
  const half = (upper - lower) / 2;
  if (rate <= 0.05 && half <= margin) return "HIGH_CONFIDENCE";
  return half <= 2 * margin ? "MEDIUM_CONFIDENCE" : "LOW_CONFIDENCE";
}

/** McNemar's test of the pairs; of pairs in clusters that of the clusters, each one vote. */
export function pairedTest({ gains, losses, clustered }: PairCounts): McNemar {
  return clustered === undefined ? mcnemar(gains, losses) : mcnemar(clustered.better, clustered.worse);
}

/** The first rule that matches. */
function describe(
  input: VerdictInput,
  margin: number,
  differenceMargin: number,
): Pick<ContractVerdict, "verdict" | "reason"> {
  const { comparable, losses, criticalLosses, differs, rerun } = input;
  if (comparable === 0) return { verdict: "needs_better_evidence", reason: "no_comparable" };
  if (criticalLosses > 0) return { verdict: "needs_review", reason: "critical_contract" };
  if (losses > 0) {
    const confirmed = pairedTest(input).harm <= 0.05;
    return { verdict: "needs_review", reason: confirmed ? "regression_confirmed" : "regression_suspected" };
  }
  if (incomparableRate(input) > 0.15) return { verdict: "needs_better_evidence", reason: "incomparable_rate" };
  if (zeroFailureUpper(comparable) > margin) return { verdict: "needs_better_evidence", reason: "too_few_pairs" };
  if (differs === 0) return { verdict: "clean", reason: "identical" };
  if (rerun !== null) {
    const excess = newcombe(differs, comparable, rerun.differs, rerun.pairs, Z95_ONE_SIDED);
    if (excess.upper <= differenceMargin) return { verdict: "clean", reason: "within_rerun_noise" };
  }
  return { verdict: "changed_but_passing", reason: "differs" };
}

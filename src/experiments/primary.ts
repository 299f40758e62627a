import { bettingDifference } from "../stats/confidence-sequence.ts";
import { decisionOfBounds } from "../stats/decision.ts";
import { eProcess, type EProcess } from "../stats/e-process.ts";
import type { Interval } from "../stats/interval.ts";
import { requiredPairs } from "../stats/non-inferiority.ts";
import { bucketOfComparison, comparePair, declaredThresholds } from "./compare-pair.ts";
import type { ControlFindings } from "./control.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { safety } from "./outcomes.ts";
import type { OutcomeResult, PrimaryResult } from "./outcome-result.ts";
import type { InterruptedPair, Pair, PairRecord } from "./pair.ts";
import type { SimilarityResult } from "./similarity-result.ts";

/** The name of the primary outcome that needs nothing but answers. */
export const AGREEMENT_METRIC = "agreement";

/** Control pairs from which agreement is judged against the noise floor. */
const ENOUGH_CONTROL = 50;

/** What a pair says of the primary outcome: 1 a win, 0 a tie, -1 a loss; null where it says nothing. Agreement can only tie or lose, by the thresholds as declared. */
export function primaryDifference(
  pair: Pair | InterruptedPair,
  { primary, thresholds }: Pick<ExperimentDefinition, "primary" | "thresholds">,
): number | null {
  if (primary === null || "interrupted" in pair) return null;
  if (primary.metric === AGREEMENT_METRIC) {
    const bucket = bucketOfComparison(comparePair(pair), declaredThresholds(thresholds));
    return bucket === null ? null : bucket === "high" ? 0 : -1;
  }
  const values = pair.outcomes[primary.metric];
  if (values === undefined || values.original === null || values.replay === null) return null;
  return Math.sign(values.replay - values.original);
}

/** Evidence on the primary outcome; null where none was declared. */
export function primaryEvidence({ primary, frame }: Pick<ExperimentDefinition, "primary" | "frame">): EProcess | null {
  return primary === null ? null : eProcess({ margin: primary.margin, planned: Math.max(1, frame.sampled) });
}

/** What to look at after each pair of the prefix, in order: a text says that the run may stop, and why. Never, unless early stops were declared. */
export function stopRule(definition: ExperimentDefinition): (record: PairRecord) => string | null {
  const evidence = definition.stopping === "anytime" ? primaryEvidence(definition) : null;
  return ({ result }) => {
    const difference = evidence === null ? null : primaryDifference(result, definition);
    if (evidence === null || difference === null) return null;
    const { decision, pairs, safe, harm } = evidence.take(difference);
    if (decision === null) return null;
    const e = decision === "safe" ? safe : harm;
    return `${definition.primary?.metric} is ${decision} at a margin of ${definition.primary?.margin}: evidence ${e.toFixed(1)} after ${pairs} pairs (20 is enough)`;
  };
}

/** The declared outcome and what it decides. With early stops allowed its interval is one that may be looked at after every pair. */
export function primaryResult(
  { primary, stopping, frame }: ExperimentDefinition,
  differences: readonly number[],
  outcomes: readonly OutcomeResult[],
  similarity: SimilarityResult,
  control: ControlFindings | null,
): PrimaryResult | null {
  if (primary === null) return null;
  const { metric, margin } = primary;
  const found = outcomes.find(({ name }) => name === metric);
  const { high } = similarity.buckets;
  const apart = high.n - high.count;
  const n = metric === AGREEMENT_METRIC ? high.n : (found?.n ?? 0);
  const plain =
    metric === AGREEMENT_METRIC || found === undefined
      ? safety({ wins: 0, losses: apart * Math.sign(n), n, incomparable: 0, effective: n, margin })
      : found.non_inferiority;
  if (stopping === "anytime")
    return { ...anytime(differences, margin, frame.sampled), metric, required_n: plain.required_n };
  if (metric !== AGREEMENT_METRIC) {
    const delta = found?.delta;
    const ci_95 = { lower: delta?.ci_95.lower ?? -1, upper: delta?.ci_95.upper ?? 1 };
    return { ...plain, metric, estimate: delta?.estimate ?? null, ci_95, n, method: "tango" };
  }
  if (control !== null && control.result.differs.control.n >= ENOUGH_CONTROL) {
    const { excess } = control.result.differs;
    const bounds = { lower: 0 - control.excess_bounds.upper, upper: 0 - control.excess_bounds.lower, margin };
    return {
      metric,
      margin,
      lower_95: bounds.lower,
      upper_95: bounds.upper,
      safe: bounds.lower > -margin,
      decision: decisionOfBounds(bounds),
      required_n: n === 0 ? null : requiredPairs(apart / n, { margin }),
      estimate: excess.estimate === null ? null : 0 - excess.estimate,
      ci_95: { lower: 0 - (excess.ci_95.upper ?? 1), upper: 0 - (excess.ci_95.lower ?? -1) },
      n,
      method: "newcombe_excess_over_control",
    };
  }
  return {
    ...plain,
    metric,
    estimate: n === 0 ? null : (0 - apart) / n,
    ci_95: {
      lower: high.n === 0 ? -1 : (high.ci_95.lower ?? 0) - 1,
      upper: high.n === 0 ? 1 : (high.ci_95.upper ?? 1) - 1,
    },
    n,
    method: high.method,
  };
}

/** Bounds that hold however often they were looked at; the decision is that of the evidence, once it was enough. */
function anytime(
  differences: readonly number[],
  margin: number,
  sampled: number,
): Omit<PrimaryResult, "metric" | "required_n"> {
  const planned = Math.max(1, sampled);
  const n = differences.length;
  const evidence = eProcess({ margin, planned });
  for (const difference of differences) evidence.take(difference);
  const { decision } = evidence.state();
  const sequence = (alpha: number): Interval =>
    n === 0 ? { lower: -1, upper: 1 } : bettingDifference(differences, { planned, alpha });
  const bounds = sequence(0.1);
  const ofBounds = decisionOfBounds({ ...bounds, margin });
  return {
    margin,
    lower_95: bounds.lower,
    upper_95: bounds.upper,
    safe: decision === "safe",
    decision:
      decision === "harmful"
        ? decision
        : decision === null
          ? "inconclusive"
          : bounds.lower > -margin
            ? ofBounds
            : "no_worse",
    estimate: n === 0 ? null : differences.reduce((sum, one) => sum + one, 0) / n,
    ci_95: sequence(0.05),
    n,
    method: "betting_sequence",
  };
}

import { contractDecision, decisionOfBounds } from "../stats/decision.ts";
import { holm } from "../stats/holm.ts";
import { mcnemar } from "../stats/mcnemar.ts";
import { nonInferiority, requiredPairs } from "../stats/non-inferiority.ts";
import { tango } from "../stats/tango.ts";
import { triesForBound } from "../stats/zero-failure.ts";
import type { PairColumns } from "./columns.ts";
import type { ExperimentDefinition } from "./definition.ts";
import { outcomeEvidence } from "./figures.ts";
import type { NonInferiorityResult, OutcomeResult } from "./outcome-result.ts";

/** The margin of outcomes that were not declared to decide. */
export const MARGIN = 0.05;

/** What each supplied outcome says, by name. */
export function outcomeResults(columns: PairColumns, { primary }: ExperimentDefinition): readonly OutcomeResult[] {
  const results = [...columns.outcomes.keys()]
    .toSorted()
    .map((name) => outcomeResult(columns, name, primary?.metric === name ? primary.margin : MARGIN));
  const corrected = holm(results.map(({ mcnemar: { harm } }) => harm));
  return results.map((result, at) => ({
    ...result,
    mcnemar: { ...result.mcnemar, harm_of_all: corrected[at] as number },
  }));
}

function outcomeResult(columns: PairColumns, name: string, margin: number): OutcomeResult {
  const values = columns.outcomes.get(name);
  const differences: number[] = [];
  const clusters: number[] = [];
  let [before, after, halves] = [0, 0, 0];
  for (const [at, row] of (values?.row ?? []).entries()) {
    const [original, replay] = [values?.original[at] as number, values?.replay[at] as number];
    if (Number.isNaN(original + replay)) {
      if (!Number.isNaN(original)) halves += 1;
      continue;
    }
    differences.push(Math.sign(replay - original));
    clusters.push(columns.cluster[row] as number);
    before += original;
    after += replay;
  }
  const n = differences.length;
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const effective = n / designEffect(differences, clusters);
  const { estimate, lower, upper } = tango(wins, losses, n);
  const p = mcnemar(wins, losses);
  return {
    name,
    n,
    unknown: columns.rows - n,
    wins,
    losses,
    ties: n - wins - losses,
    baseline_mean: n === 0 ? null : before / n,
    candidate_mean: n === 0 ? null : after / n,
    delta: {
      estimate,
      ci_95: { lower, upper },
      n,
      effective_n: effective,
      evidence: n === 0 ? "unidentified" : outcomeEvidence(columns.replay),
      estimand: "future",
      method: "tango",
    },
    mcnemar: { two_sided: p.twoSided, mid_p: p.midP, harm: p.harm, harm_of_all: p.harm },
    non_inferiority: safety({ wins, losses, n, incomparable: halves, effective, margin }),
  };
}

/** Whether it is safe to switch; pairs of one cluster that are alike count as fewer. */
export function safety({
  wins,
  losses,
  n,
  incomparable,
  effective,
  margin,
}: {
  readonly wins: number;
  readonly losses: number;
  readonly n: number;
  /** Pairs of which only the original has a value. */
  readonly incomparable: number;
  readonly effective: number;
  readonly margin: number;
}): NonInferiorityResult {
  const scale = n === 0 ? 1 : effective / n;
  const bounds = nonInferiority(wins * scale, losses * scale, effective, { margin });
  const counted = contractDecision({ comparable: n, incomparable, gains: wins, losses, criticalLosses: 0 }, margin);
  const needed = n === 0 ? null : Math.max(requiredPairs((wins + losses) / n, { margin }), triesForBound(margin));
  return {
    margin,
    lower_95: bounds.lower,
    upper_95: bounds.upper,
    safe: bounds.nonInferior,
    decision: counted === "inconclusive" ? counted : decisionOfBounds({ ...bounds, margin }),
    required_n: needed !== null && Number.isFinite(needed) ? needed : null,
  };
}

/** How many times larger the variance of a mean of differences is than that of as many independent pairs; at least 1 (statistics of clusters as in `clusteredShare`). */
export function designEffect(differences: readonly number[], clusters: readonly number[]): number {
  const n = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  const sums = new Map<number, number>();
  let squares = 0;
  for (const [at, difference] of differences.entries()) {
    const cluster = clusters[at] as number;
    sums.set(cluster, (sums.get(cluster) ?? 0) + difference - mean);
    squares += (difference - mean) ** 2;
  }
  const groups = sums.size;
  if (groups === n || groups < 2 || squares === 0) return 1;
  let between = 0;
  for (const sum of sums.values()) between += sum * sum;
  return Math.max(1, ((groups / (groups - 1)) * between) / ((n / (n - 1)) * squares));
}

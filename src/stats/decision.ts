import { nonInferiority, type NonInferiority } from "./non-inferiority.ts";

/** What may be concluded about a switch. */
export type Decision = "blocked" | "inconclusive" | "harmful" | "worse" | "worse_within_margin" | "better" | "no_worse";

/** Outcomes of pairs under contracts. */
export interface PairCounts {
  /** Pairs of which both sides have an outcome. */
  readonly comparable: number;
  readonly incomparable: number;
  /** The baseline fails, the candidate passes. */
  readonly gains: number;
  /** The baseline passes, the candidate fails. */
  readonly losses: number;
  /** Losses of contracts that must never be lost. */
  readonly criticalLosses: number;
  /** Of pairs that come in clusters (`pairedClusters`); without it every pair stands alone. */
  readonly clustered?: { readonly designEffect: number; readonly better: number; readonly worse: number };
}

/** Gains, losses and pairs as if they stood alone: divided by the design effect. */
export function effectiveCounts({
  comparable,
  gains,
  losses,
  clustered,
}: PairCounts): Pick<PairCounts, "comparable" | "gains" | "losses"> {
  const by = Math.max(1, clustered?.designEffect ?? 1);
  return { comparable: comparable / by, gains: gains / by, losses: losses / by };
}

/** Share of pairs that cannot be compared; 0 without pairs. */
export function incomparableRate({ comparable, incomparable }: PairCounts): number {
  const all = comparable + incomparable;
  return all === 0 ? 0 : incomparable / all;
}

/** What one-sided bounds L and U of the difference say at a margin. */
export function decisionOfBounds({
  lower,
  upper,
  margin,
}: Pick<NonInferiority, "lower" | "upper" | "margin">): Decision {
  if (upper < -margin) return "harmful";
  if (upper < 0) return lower > -margin ? "worse_within_margin" : "worse";
  if (lower > 0) return "better";
  return lower > -margin ? "no_worse" : "inconclusive";
}

/** The decision over contracts, from the one-sided 95 % bounds; below 20 pairs, or above 15 % incomparable, nothing is decided. */
export function contractDecision(counts: PairCounts, margin = 0.05): Decision {
  if (counts.criticalLosses > 0) return "blocked";
  if (counts.comparable < 20 || incomparableRate(counts) > 0.15) return "inconclusive";
  const { comparable, gains, losses } = effectiveCounts(counts);
  return decisionOfBounds(nonInferiority(gains, losses, comparable, { margin }));
}

/** Whether it would still be no worse if every incomparable pair were a loss. */
export function isRobust(counts: PairCounts, margin = 0.05): boolean {
  const { comparable, incomparable, losses } = counts;
  const all = { ...counts, losses: losses + incomparable, comparable: comparable + incomparable };
  const worst = effectiveCounts(all);
  return nonInferiority(worst.gains, worst.losses, worst.comparable, { margin }).nonInferior;
}

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
  const { comparable, gains, losses, criticalLosses } = counts;
  if (criticalLosses > 0) return "blocked";
  if (comparable < 20 || incomparableRate(counts) > 0.15) return "inconclusive";
  return decisionOfBounds(nonInferiority(gains, losses, comparable, { margin }));
}

/** Whether it would still be no worse if every incomparable pair were a loss. */
export function isRobust({ comparable, incomparable, gains, losses }: PairCounts, margin = 0.05): boolean {
  return nonInferiority(gains, losses + incomparable, comparable + incomparable, { margin }).nonInferior;
}

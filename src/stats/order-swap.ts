import type { Estimate } from "./interval.ts";
import { mcnemar } from "./mcnemar.ts";
import { wilson } from "./wilson.ts";

/** What a judge says of the candidate against the baseline. */
export type Preference = "better" | "equivalent" | "worse";

/** One verdict from both orders. */
export interface Reconciled {
  readonly verdict: Preference | "unjudged";
  /** The same slot won twice: the judge answered the order, not the answers. */
  readonly positionInconsistent: boolean;
}

/**
 * One verdict from the verdicts of both orders, each already said of the candidate; null: that order has none. Better or worse only where
 * both orders agree; anything missing is unjudged, never equivalent.
 */
export function reconcileOrders(first: Preference | null, second: Preference | null): Reconciled {
  if (first === null || second === null) return { verdict: "unjudged", positionInconsistent: false };
  if (first === second) return { verdict: first, positionInconsistent: false };
  return { verdict: "equivalent", positionInconsistent: first !== "equivalent" && second !== "equivalent" };
}

/** How far a judge's verdicts depend on the order. */
export interface PositionBias {
  readonly consistency: Estimate;
  /** Exact sign test of first slot against second slot among inconsistent pairs, two-sided. */
  readonly firstSlot: number;
  /** Consistency below 0.7. */
  readonly flagged: boolean;
}

/** Consistency of a judge over pairs asked in both orders, and whether one slot wins the inconsistent ones. */
export function positionBias(consistent: number, firstPreferred: number, secondPreferred: number): PositionBias {
  const consistency = wilson(consistent, consistent + firstPreferred + secondPreferred);
  return {
    consistency,
    firstSlot: mcnemar(firstPreferred, secondPreferred).twoSided,
    flagged: consistency.estimate !== null && consistency.estimate < 0.7,
  };
}

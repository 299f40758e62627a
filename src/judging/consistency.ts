import { positionBias } from "../stats/order-swap.ts";
import type { JudgedPair } from "./judged-pair.ts";

/** How far the verdicts depend on which answer stands first. */
export interface Consistency {
  /** Pairs judged in both orders. */
  readonly pairs: number;
  /** The same verdict in both. */
  readonly consistent: number;
  readonly share: number | null;
  /** Wilson. */
  readonly ci_95: { readonly lower: number; readonly upper: number };
  /** Verdicts that differ, by the slot the judge leaned to. */
  readonly first_slot: number;
  readonly second_slot: number;
  /** Of these, one slot won twice. */
  readonly position_inconsistent: number;
  /** Exact sign test of first against second, two-sided. */
  readonly sign_test_p: number;
  /** Below 0.7: not a judge to decide by. */
  readonly flagged: boolean;
}

/** Consistency over the pairs that have a verdict in both orders. */
export function consistencyOf(pairs: readonly JudgedPair[]): Consistency {
  const both = pairs.filter(({ orders, verdict }) => orders.length === 2 && verdict !== "unjudged" && verdict !== null);
  const first_slot = both.filter(({ leaned }) => leaned === "first").length;
  const second_slot = both.filter(({ leaned }) => leaned === "second").length;
  const consistent = both.length - first_slot - second_slot;
  const { consistency, firstSlot, flagged } = positionBias(consistent, first_slot, second_slot);
  return {
    pairs: both.length,
    consistent,
    share: consistency.estimate,
    ci_95: { lower: consistency.lower, upper: consistency.upper },
    first_slot,
    second_slot,
    position_inconsistent: both.filter(({ position_inconsistent }) => position_inconsistent).length,
    sign_test_p: firstSlot,
    flagged,
  };
}

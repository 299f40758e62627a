import type { Ledger } from "../../sends/budget.ts";
import { openMoney } from "../metered/money.ts";

/** What calls of one process may cost together, however many are under way at once. */
export interface SpendCap {
  readonly usd: number;
  readonly ledger: Ledger;
  /** USD settled so far; a call whose cost never became known counts as what was set aside for it. */
  readonly spent: () => number;
  /** A call did not fit any more. */
  readonly reached: () => boolean;
}

/** A cap in memory, for runs that are not gone on with. */
export function spendCap(usd: number): SpendCap {
  const money = openMoney({
    cap_usd: usd,
    spent_usd: 0,
    reserved_usd: 0,
    reserve: () => 0,
    settle() {},
    changed() {},
  });
  return {
    usd,
    ledger: { reserve: (worst) => money.reserve(0, worst) },
    spent: () => money.state().spent_usd,
    reached: () => money.state().capped,
  };
}

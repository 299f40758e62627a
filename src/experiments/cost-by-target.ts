import type { Target } from "../core/target.ts";
import type { SideColumns } from "./columns.ts";

/** What calls of one target cost on one side of the pairs. */
export interface TargetCost {
  /** Null: no target is known of the pair. */
  readonly target: Target | null;
  /** USD over the calls of which it is known; null where it is known of none. */
  readonly cost_usd: number | null;
  /** Of the side's known cost; null where nothing of it is known, or all of it is 0. */
  readonly share: number | null;
  readonly calls: number;
  /** Calls whose cost is not known: in no sum. */
  readonly unpriced: number;
}

/** What each target cost, the dearest first: every call where it was made, or the whole pair where it was answered if its calls were not kept. */
export function costByTarget(side: SideColumns): readonly TargetCost[] {
  const found = new Map<Target | null, { usd: number; calls: number; unpriced: number }>();
  const add = (target: Target | null, cost: number): void => {
    const one = found.get(target) ?? { usd: 0, calls: 0, unpriced: 0 };
    found.set(target, one);
    one.calls += 1;
    if (Number.isNaN(cost)) one.unpriced += 1;
    else one.usd += cost;
  };
  for (const [row, attempts] of side.attempts.entries()) {
    const whole = side.cost[row] as number;
    // One call costs what its row does: the log may know that better than the call did.
    if (attempts === null || attempts.length < 2) add(attempts?.[0]?.target ?? side.target[row] ?? null, whole);
    else for (const { target, cost_usd: cost } of attempts) add(target, cost ?? Number.NaN);
  }
  const all = [...found.values()].reduce((sum, { usd }) => sum + usd, 0);
  return [...found]
    .map(([target, { usd, calls, unpriced }]) => ({
      target,
      cost_usd: calls === unpriced ? null : usd,
      share: all === 0 || calls === unpriced ? null : usd / all,
      calls,
      unpriced,
    }))
    .toSorted((a, b) => (b.cost_usd ?? -1) - (a.cost_usd ?? -1) || b.calls - a.calls);
}

import { newcombe, Z95 } from "../../../stats/index.ts";
import type { ServedOutcome } from "./served-rows.ts";

/** The candidate's arm beside the other one: same time, users assigned by dice, so that nothing but the arm differs. */
export interface AgainstControl {
  readonly requests: { readonly control: number; readonly candidate: number };
  /** USD a request. */
  readonly cost: { readonly control: number | null; readonly candidate: number | null };
  /** How much more a request of the candidate costs, in percent of the control's. */
  readonly cost_pct: { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null };
  /** Share of failures, candidate less control. */
  readonly errors: { readonly estimate: number | null; readonly lower: number; readonly upper: number };
}

interface Mean {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
}

/** Null where the candidate had no other arm beside it. */
export function againstControl(
  candidate: readonly ServedOutcome[],
  control: readonly ServedOutcome[],
): AgainstControl | null {
  if (candidate.length === 0 || control.length === 0) return null;
  const [own, other] = [meanCost(candidate), meanCost(control)];
  const failed = (rows: readonly ServedOutcome[]): number => rows.filter((row) => row.failed).length;
  return {
    requests: { control: control.length, candidate: candidate.length },
    cost: { control: other?.mean ?? null, candidate: own?.mean ?? null },
    cost_pct: costDifference(own, other),
    errors: newcombe(failed(candidate), candidate.length, failed(control), control.length),
  };
}

function meanCost(rows: readonly ServedOutcome[]): Mean | null {
  const costs = rows.map(({ cost }) => cost).filter((cost) => !Number.isNaN(cost));
  if (costs.length < 2) return null;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const squares = costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0);
  return { mean, variance: squares / (costs.length - 1) / costs.length };
}

/** Ratio of two independent means, its error by the delta method. */
function costDifference(own: Mean | null, other: Mean | null): AgainstControl["cost_pct"] {
  if (own === null || other === null || other.mean <= 0) return { estimate: null, lower: null, upper: null };
  const ratio = own.mean / other.mean;
  const relative = (one: Mean): number => (one.mean === 0 ? 0 : one.variance / one.mean ** 2);
  const half = Z95 * ratio * Math.sqrt(relative(own) + relative(other));
  const percent = (value: number): number => 100 * (value - 1);
  return { estimate: percent(ratio), lower: percent(ratio - half), upper: percent(ratio + half) };
}

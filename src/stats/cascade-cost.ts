import type { Estimate } from "./interval.ts";
import { wilson } from "./wilson.ts";

/** What a cascade costs a request, and how often it goes on to the strong model. */
export interface CascadeCost {
  /** Mean of cheap + escalated x strong, row by row: requests that escalate are not average ones. Null without rows. */
  readonly mean: number | null;
  readonly escalation: Estimate;
}

/** @param escalated 1 where the strong model is asked too, else 0 */
export function cascadeCost(
  cheap: ArrayLike<number>,
  strong: ArrayLike<number>,
  escalated: ArrayLike<number>,
): CascadeCost {
  const n = cheap.length;
  let sum = 0;
  let count = 0;
  for (let row = 0; row < n; row += 1) {
    const goesOn = (escalated[row] as number) > 0;
    sum += (cheap[row] as number) + (goesOn ? (strong[row] as number) : 0);
    if (goesOn) count += 1;
  }
  return { mean: n === 0 ? null : sum / n, escalation: wilson(count, n) };
}

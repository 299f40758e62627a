import type { Interval } from "./interval.ts";

/**
 * Worst-case bounds of a mean reward where only some rows say anything (Manski 1990): the others may all be worst, or all best.
 * @param matchedReward sum of the rewards of the matched rows
 */
export function manskiBounds(
  matchedReward: number,
  matched: number,
  rows: number,
  [worst, best]: readonly [worst: number, best: number] = [0, 1],
): Interval {
  if (rows === 0) return { lower: worst, upper: best };
  const unseen = rows - matched;
  return { lower: (matchedReward + unseen * worst) / rows, upper: (matchedReward + unseen * best) / rows };
}

/** Chance that two things fail together, whatever their dependence, from the chance of each (Frechet 1935). */
export function frechetBounds(a: number, b: number): Interval {
  return { lower: Math.max(0, a + b - 1), upper: Math.min(a, b) };
}

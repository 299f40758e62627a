import type { Estimate } from "./interval.ts";
import { Z95 } from "./normal.ts";
import { wilson } from "./wilson.ts";

/**
 * Difference p1 - p2 of two independent proportions: Newcombe's hybrid score interval (1998b, method 10), from the Wilson intervals
 * (l, u) of both: d - sqrt((p1-l1)^2 + (u2-p2)^2) to d + sqrt((u1-p1)^2 + (p2-l2)^2). Null in [-1, 1] where either side is empty.
 */
export function newcombe(k1: number, n1: number, k2: number, n2: number, z: number = Z95): Estimate {
  const first = wilson(k1, n1, z);
  const second = wilson(k2, n2, z);
  const { estimate: p1 } = first;
  const { estimate: p2 } = second;
  if (p1 === null || p2 === null) return { estimate: null, lower: -1, upper: 1 };
  const estimate = p1 - p2;
  return {
    estimate,
    lower: Math.max(-1, estimate - Math.hypot(p1 - first.lower, second.upper - p2)),
    upper: Math.min(1, estimate + Math.hypot(first.upper - p1, p2 - second.lower)),
  };
}

import type { Estimate } from "./interval.ts";
import { atLeast, atMost, binomialMass } from "./mass.ts";

/**
 * Exact interval of k successes in n, whole numbers (Clopper and Pearson 1934): the shares under which neither tail at k is thinner than
 * alpha/2. Never covers less than it says, so it is wider than Wilson. n = 0: null in [0, 1].
 */
export function clopperPearson(k: number, n: number, alpha = 0.05): Estimate {
  if (n === 0) return { estimate: null, lower: 0, upper: 1 };
  return {
    estimate: k / n,
    lower: k === 0 ? 0 : boundary((p) => atLeast(binomialMass(n, p), k) < alpha / 2),
    upper: k === n ? 1 : boundary((p) => atMost(binomialMass(n, p), k) > alpha / 2),
  };
}

/** Where a test that holds for small p stops to hold. */
function boundary(holds: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

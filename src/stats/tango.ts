import type { Estimate } from "./interval.ts";
import { Z95 } from "./normal.ts";

/**
 * Difference (wins - losses) / n of paired outcomes, ties included in n: Tango's score interval (1998). The limits are where
 * (w - l - n d) / sqrt(n (2 q + d (1 - d))) is z and -z, q the constrained maximum likelihood estimate. Null in [-1, 1] where n = 0.
 */
export function tango(wins: number, losses: number, n: number, z: number = Z95): Estimate {
  if (n === 0) return { estimate: null, lower: -1, upper: 1 };
  const estimate = (wins - losses) / n;
  return {
    estimate,
    lower: estimate === -1 ? -1 : crossing(wins, losses, n, z),
    upper: estimate === 1 ? 1 : crossing(wins, losses, n, -z),
  };
}

/** The difference at which the falling score statistic takes a value. */
function crossing(wins: number, losses: number, n: number, value: number): number {
  let low = -1;
  let high = 1;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (score(wins, losses, n, middle) > value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function score(wins: number, losses: number, n: number, delta: number): number {
  const a = 2 * n;
  const b = -wins - losses + (2 * n - wins + losses) * delta;
  const c = -losses * delta * (1 - delta);
  const q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const distance = wins - losses - n * delta;
  const variance = n * (2 * q + delta * (1 - delta));
  return distance === 0 ? 0 : distance / Math.sqrt(Math.max(0, variance));
}

import type { Interval } from "./interval.ts";
import { logBeta } from "./log-gamma.ts";

/**
 * Beta-binomial mixture confidence sequence (Robbins 1970) of the mean of values in [0, 1], from their sum (whole or not) after t: p is
 * out where B(1+S, 1+t-S) / (p^S (1-p)^(t-S)) >= 1/alpha. For pass rates; wide where values vary little.
 */
export function betaBinomialSequence(sum: number, t: number, alpha = 0.05): Interval {
  if (t === 0) return { lower: 0, upper: 1 };
  const mixture = logBeta(1 + sum, 1 + t - sum);
  const times = (count: number, log: number): number => (count === 0 ? 0 : count * log);
  const out = (p: number): boolean => {
    return mixture - times(sum, Math.log(p)) - times(t - sum, Math.log1p(-p)) >= -Math.log(alpha);
  };
  const end = (outside: number): number => {
    let far = outside;
    let near = sum / t;
    for (let step = 0; step < 60; step += 1) {
      const middle = (far + near) / 2;
      if (out(middle)) far = middle;
      else near = middle;
    }
    return (far + near) / 2;
  };
  return { lower: sum === 0 ? 0 : end(0), upper: sum === t ? 1 : end(1) };
}

/**
 * Predictable plug-in empirical Bernstein confidence sequence (Waudby-Smith and Ramdas 2024, theorem 2) of the mean of values in [0, 1]:
 * closed form, and much wider than betting.
 */
export function bernsteinSequence(x: ArrayLike<number>, { alpha = 0.05, truncation = 0.5 } = {}): Interval {
  const stake = Math.log(2 / alpha);
  let sum = 0;
  let squares = 0;
  let weight = 0;
  let weighted = 0;
  let penalty = 0;
  for (let index = 0; index < x.length; index += 1) {
    const value = x[index] as number;
    const t = index + 1;
    const variance = (0.25 + squares) / t;
    const bet = Math.min(truncation, Math.sqrt((2 * stake) / (variance * t * Math.log1p(t))));
    const before = (0.5 + sum) / t;
    penalty += (value - before) ** 2 * (-Math.log1p(-bet) - bet);
    weight += bet;
    weighted += bet * value;
    sum += value;
    squares += (value - (0.5 + sum) / (t + 1)) ** 2;
  }
  if (weight === 0) return { lower: 0, upper: 1 };
  const centre = weighted / weight;
  const half = (stake + penalty) / weight;
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}

/** Half the width of a mean's asymptotic confidence sequence, and the rho it is narrowest with around t*. */
export interface AsymptoticWidth {
  readonly rho: number;
  readonly half: number;
}

/**
 * Asymptotic confidence sequence (Waudby-Smith et al. 2024) of a mean without bounds (costs, latencies): mean +- half, where
 * half = sd sqrt(2 (t rho^2 + 1) / (t^2 rho^2) ln(sqrt(t rho^2 + 1) / alpha)).
 * @param planned the t at which it shall be narrowest
 */
export function asymptoticWidth(deviation: number, t: number, planned: number, alpha = 0.05): AsymptoticWidth {
  const rho = Math.sqrt((-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / planned);
  const scaled = t * rho * rho;
  const half = deviation * Math.sqrt(((2 * (scaled + 1)) / (t * scaled)) * Math.log(Math.sqrt(scaled + 1) / alpha));
  return { rho, half };
}

/** A win rate with and without what the length of answers explains. */
export interface LengthControlled {
  readonly raw: number;
  /** P(win) at equal lengths. */
  readonly controlled: number;
  readonly intercept: number;
  readonly slope: number;
  /** Of the length differences, population form. */
  readonly deviation: number;
}

/**
 * Length-controlled win rate (AlpacaEval-LC, Dubois et al. 2024): logit P(win) = b0 + b1 tanh(difference / sd), ridge on b1; the rate is
 * that at difference 0. Null without pairs, or where every pair ends alike: b0 is then not finite.
 * @param difference length of the candidate's answer less that of the baseline's, any unit
 * @param win 1 the candidate wins, 0.5 a tie, 0 it loses
 */
export function lengthControlled(
  difference: readonly number[],
  win: readonly number[],
  ridge = 0.1,
): LengthControlled | null {
  const n = win.length;
  const raw = win.reduce((sum, value) => sum + value, 0) / n;
  if (n === 0 || raw === 0 || raw === 1) return null;
  const mean = difference.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(difference.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const x = difference.map((value) => (deviation === 0 ? 0 : Math.tanh(value / deviation)));
  let intercept = Math.log(raw / (1 - raw));
  let slope = 0;
  for (let step = 0; step < 100; step += 1) {
    let [gradient0, gradient1, curve00, curve01, curve11] = [0, -ridge * slope, 0, 0, ridge];
    for (let index = 0; index < n; index += 1) {
      const at = x[index] as number;
      const p = 1 / (1 + Math.exp(-(intercept + slope * at)));
      const rest = (win[index] as number) - p;
      gradient0 += rest;
      gradient1 += rest * at;
      curve00 += p * (1 - p);
      curve01 += p * (1 - p) * at;
      curve11 += p * (1 - p) * at * at;
    }
    const determinant = curve00 * curve11 - curve01 * curve01;
    if (!(determinant > 0)) return null;
    const step0 = (curve11 * gradient0 - curve01 * gradient1) / determinant;
    const step1 = (curve00 * gradient1 - curve01 * gradient0) / determinant;
    // Newton's step may overshoot where the sides are nearly separated.
    const scale = Math.min(1, 2 / Math.max(Math.abs(step0), Math.abs(step1), 1e-300));
    intercept += scale * step0;
    slope += scale * step1;
    if (Math.abs(step0) + Math.abs(step1) < 1e-12) break;
  }
  return { raw, controlled: 1 / (1 + Math.exp(-intercept)), intercept, slope, deviation };
}

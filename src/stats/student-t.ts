import { normalQuantile } from "./normal.ts";

/**
 * Quantile of Student's t for p in (0.5, 1) and whole degrees of freedom: bisection over the finite sums of Abramowitz and Stegun
 * 26.7.3-4 up to 200 degrees, their expansion 26.7.5 beyond (error below 1e-11 for p up to 0.999).
 */
export function studentQuantile(p: number, degrees: number): number {
  if (degrees > 200) return expansion(normalQuantile(p), degrees);
  const inside = 2 * p - 1;
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step += 1) {
    const angle = (low + high) / 2;
    if (central(angle, degrees) < inside) low = angle;
    else high = angle;
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degrees);
}

/** P(|T| < t) for t = tan(angle) x sqrt(degrees). */
function central(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  const even = degrees % 2 === 0;
  let term = even ? 1 : cosine;
  let sum = degrees === 1 ? 0 : term;
  for (let k = even ? 2 : 3; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return even ? Math.sin(angle) * sum : (2 / Math.PI) * (angle + Math.sin(angle) * sum);
}

function expansion(z: number, degrees: number): number {
  const square = z * z;
  const g1 = (z * (square + 1)) / 4;
  const g2 = (z * ((5 * square + 16) * square + 3)) / 96;
  const g3 = (z * (((3 * square + 19) * square + 17) * square - 15)) / 384;
  const g4 = (z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945)) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees;
}

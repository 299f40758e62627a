/**
 * P(Z <= x) of the standard normal: the series of Marsaglia (2004) up to 4, the continued fraction of Mills' ratio (Abramowitz and
 * Stegun 26.2.14) beyond, so that tails keep their relative precision.
 */
export function normalCdf(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 4) {
    let fraction = Math.abs(x);
    for (let k = 60; k >= 1; k -= 1) fraction = Math.abs(x) + k / fraction;
    const tail = density === 0 ? 0 : density / fraction;
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density * sum;
}

/** Bernoulli numbers over 2k (2k - 1), of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln Gamma(x) for x > 0: Stirling's series from 10 on, shifted up to there. */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const correction = STIRLING.reduceRight((sum, coefficient) => sum * square + coefficient, 0) * inverse;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + correction - Math.log(product);
}

/** ln of the beta function B(a, b), a and b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

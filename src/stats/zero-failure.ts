/** Exact upper bound of a failure rate after n tries without a failure: 1 - alpha^(1/n); 1 where n = 0. */
export function zeroFailureUpper(n: number, alpha = 0.05): number {
  return n === 0 ? 1 : -Math.expm1(Math.log(alpha) / n);
}

/** How many tries without a failure bound the failure rate by `bound`: ln(alpha) / ln(1 - bound), rounded up. */
export function triesForBound(bound: number, alpha = 0.05): number {
  return Math.ceil(Math.log(alpha) / Math.log1p(-bound));
}

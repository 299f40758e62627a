/** A mean, plain and adjusted by what is known of the whole window. */
export interface AdjustedMean {
  readonly slope: number;
  readonly plain: number;
  readonly plainError: number;
  readonly adjusted: number;
  readonly adjustedError: number;
}

/**
 * Regression estimator (Cochran, Sampling Techniques, 7; CUPED: Deng et al. 2013): mean(y) + slope (window mean of x - mean(x)).
 * The adjusted error is that of the residuals, with n - 2. Null below three pairs or where x does not vary.
 */
export function adjustedMean(x: ArrayLike<number>, y: ArrayLike<number>, windowMean: number): AdjustedMean | null {
  const n = x.length;
  const xs = Array.from(x);
  const ys = Array.from(y);
  const meanX = xs.reduce((sum, value) => sum + value, 0) / n;
  const meanY = ys.reduce((sum, value) => sum + value, 0) / n;
  const xx = xs.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  if (n < 3 || xx === 0) return null;
  const xy = xs.reduce((sum, value, index) => sum + (value - meanX) * ((ys[index] as number) - meanY), 0);
  const slope = xy / xx;
  const squares = ys.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  const residuals = Math.max(0, squares - slope * xy);
  const error = (sum: number, degrees: number): number => Math.sqrt(sum / degrees / n);
  return {
    slope,
    plain: meanY,
    plainError: error(squares, n - 1),
    adjusted: meanY + slope * (windowMean - meanX),
    adjustedError: error(residuals, n - 2),
  };
}

declare const SORTED: unique symbol;

/** Numbers in ascending order, without NaN. */
export type Sorted = Float64Array & { readonly [SORTED]: true };

/** A sorted copy without the unknown (NaN) values. */
export function sorted(values: ArrayLike<number>): Sorted {
  const all = Float64Array.from(values).sort();
  let known = all.length;
  while (known > 0 && Number.isNaN(all[known - 1])) known -= 1;
  return all.subarray(0, known) as Sorted;
}

/**
 * The two order statistics (1-based ranks) between which the type 7 quantile of n values lies, and the weight of the upper:
 * h = (n - 1) q, linear interpolation (Hyndman and Fan 1996; the default of numpy and of PostgreSQL's percentile_cont).
 */
export function type7(n: number, q: number): { readonly low: number; readonly high: number; readonly weight: number } {
  const h = (n - 1) * q;
  const low = Math.floor(h);
  return { low: low + 1, high: Math.min(low + 2, n), weight: h - low };
}

/** Linear interpolation that is exact where both ends are equal or infinite. */
export function between(low: number, high: number, weight: number): number {
  return weight === 0 || low === high ? low : low + weight * (high - low);
}

/** Type 7 quantile, q in [0, 1]; null where there are no values. */
export function quantile(values: Sorted, q: number): number | null {
  if (values.length === 0) return null;
  const { low, high, weight } = type7(values.length, q);
  return between(values[low - 1] as number, values[high - 1] as number, weight);
}

/** The smallest value whose cumulative weight reaches q of the total; null where all weights are 0. NaN values are left out. */
export function weightedQuantile(values: ArrayLike<number>, weights: ArrayLike<number>, q: number): number | null {
  const order = Array.from(values, (value, index) => ({ value, weight: weights[index] as number }))
    .filter(({ value, weight }) => !Number.isNaN(value) && weight > 0)
    .sort((a, b) => a.value - b.value);
  const total = order.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = q * total - 1e-12 * total;
  let reached = 0;
  for (const { value, weight } of order) {
    reached += weight;
    if (reached >= wanted) return value;
  }
  return null;
}

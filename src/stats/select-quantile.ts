import { between, type7 } from "./quantile.ts";
import { quantileRanks } from "./quantile-interval.ts";
import { orderStatistics } from "./select-order-statistics.ts";

/** A quantile with its distribution-free interval; a null end: the sample is too small to bound that side. */
export interface QuantileEstimate {
  readonly q: number;
  /** Type 7; null where no value is known. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface QuantileSummary {
  /** Known (not NaN) values. */
  readonly n: number;
  /** In the order asked for. */
  readonly quantiles: readonly QuantileEstimate[];
}

/** Exact type 7 quantiles and their order-statistic intervals of the first `count` values, without a full sort. */
export function selectQuantiles(
  values: Float64Array,
  count: number,
  quantiles: readonly number[],
  alpha = 0.05,
): QuantileSummary {
  const { n, at } = orderStatistics(values, count);
  return { n, quantiles: quantileEstimates(n, at, quantiles, alpha) };
}

/** Quantiles with intervals from anything that gives order statistics at 1-based ranks. */
export function quantileEstimates(
  n: number,
  at: (ranks: readonly number[]) => readonly number[],
  quantiles: readonly number[],
  alpha = 0.05,
): readonly QuantileEstimate[] {
  if (n === 0) return quantiles.map((q) => ({ q, value: null, lower: null, upper: null }));
  const wanted = quantiles.map((q) => ({ q, ...type7(n, q), ends: quantileRanks(n, q, alpha) }));
  const ranks = wanted.flatMap(({ low, high, ends }) => [low, high, ends.lower ?? low, ends.upper ?? high]);
  const found = at(ranks);
  return wanted.map(({ q, weight, ends }, index) => {
    const [low, high, lower, upper] = found.slice(4 * index, 4 * index + 4) as [number, number, number, number];
    return {
      q,
      value: between(low, high, weight),
      lower: ends.lower === null ? null : lower,
      upper: ends.upper === null ? null : upper,
    };
  });
}

import { orderStatistics } from "../stats/select-order-statistics.ts";
import { quantileEstimates, type QuantileEstimate } from "../stats/select-quantile.ts";
import { valueHistogram, type ValueHistogram } from "../stats/value-histogram.ts";

/** Values kept as they are; beyond, they are counted into a histogram that is within 0.025 % of exact. */
const KEPT = 4_000_000;

/** Collects a column of values, NaN = unknown, for its quantiles. */
export interface Latencies {
  add(value: number): void;
  /** p50 and p95, type 7, with order-statistic intervals; `exact` is false where a histogram stood in. */
  quantiles(qs: readonly number[]): {
    readonly n: number;
    readonly exact: boolean;
    readonly quantiles: readonly QuantileEstimate[];
  };
}

export function makeLatencies(expected: number): Latencies {
  let values = new Float64Array(Math.max(16, Math.min(expected, KEPT)));
  let count = 0;
  let histogram: ValueHistogram | null = null;
  return {
    add(value) {
      if (count === values.length) {
        if (count < KEPT) {
          const longer = new Float64Array(Math.min(KEPT, count * 2));
          longer.set(values);
          values = longer;
        } else {
          histogram ??= valueHistogram();
          histogram.addAll(values, count);
          count = 0;
        }
      }
      values[count++] = value;
    },
    quantiles(qs) {
      if (histogram === null) {
        const { n, at } = orderStatistics(values, count);
        return { n, exact: true, quantiles: quantileEstimates(n, at, qs) };
      }
      histogram.addAll(values, count);
      count = 0;
      const whole = histogram;
      return { n: whole.n, exact: false, quantiles: quantileEstimates(whole.n, (ranks) => whole.at([...ranks]), qs) };
    },
  };
}

import { orderStatistics } from "../stats/select-order-statistics.ts";
import { quantileEstimates, type QuantileEstimate } from "../stats/select-quantile.ts";
import { timeHistogram, type TimeBin } from "../stats/time-histogram.ts";
import { valueHistogram, type ValueHistogram } from "../stats/value-histogram.ts";
import type { Rows } from "./partition.ts";

/** Values kept as they are; beyond, they are counted into a histogram that is within 0.025 % of exact. */
const KEPT = 4_000_000;

export interface LatencyQuantiles {
  /** Rows whose latency is known. */
  readonly n: number;
  /** Null where none is known. */
  readonly mean: number | null;
  readonly p50: QuantileEstimate;
  readonly p95: QuantileEstimate;
  /** False where a histogram stood in. */
  readonly exact: boolean;
}

/** Collects a column of values, NaN = unknown, for its quantiles. */
export interface Latencies {
  addRows(column: Float64Array, rows: Rows): void;
  /** p50 and p95, type 7, with order-statistic intervals. Remembered until more rows come. */
  quantiles(): LatencyQuantiles;
  /** How the known ones are spread. */
  bins(): readonly TimeBin[];
}

const [NO_P50, NO_P95] = quantileEstimates(0, () => [], [0.5, 0.95]) as [QuantileEstimate, QuantileEstimate];

/** Collects nothing. */
export const NO_LATENCIES: Latencies = {
  addRows() {},
  quantiles: () => ({ n: 0, mean: null, p50: NO_P50, p95: NO_P95, exact: true }),
  bins: () => [],
};

export function makeLatencies(expected: number): Latencies {
  let values = new Float64Array(Math.max(16, Math.min(expected, KEPT)));
  let count = 0;
  let sum = 0;
  let histogram: ValueHistogram | null = null;
  let known: LatencyQuantiles | null = null;
  let spread: readonly TimeBin[] | null = null;

  function makeRoom(more: number): void {
    if (count + more <= values.length) return;
    if (count + more > KEPT) {
      histogram ??= valueHistogram();
      histogram.addAll(values, count);
      count = 0;
      if (more <= values.length) return;
    }
    const longer = new Float64Array(Math.max(count + more, Math.min(KEPT, values.length * 2)));
    longer.set(values.subarray(0, count));
    values = longer;
  }

  function compute(): LatencyQuantiles {
    const qs = [0.5, 0.95];
    let n: number;
    let estimates: readonly QuantileEstimate[];
    if (histogram === null) {
      const statistics = orderStatistics(values, count);
      n = statistics.n;
      estimates = quantileEstimates(n, statistics.at, qs);
    } else {
      histogram.addAll(values, count);
      count = 0;
      const whole = histogram;
      n = whole.n;
      estimates = quantileEstimates(n, (ranks) => whole.at([...ranks]), qs);
    }
    const [p50, p95] = estimates as [QuantileEstimate, QuantileEstimate];
    return { n, mean: n === 0 ? null : sum / n, p50, p95, exact: histogram === null };
  }

  function binned(): readonly TimeBin[] {
    const bins = timeHistogram();
    histogram?.visit((value, times) => bins.add(value, times));
    for (let at = 0; at < count; at++) bins.add(values[at]!);
    return bins.bins();
  }

  return {
    addRows(column, rows) {
      known = null;
      spread = null;
      makeRoom(rows.length);
      const to = values;
      let at = count;
      let added = 0;
      for (let i = 0; i < rows.length; i++) {
        const value = column[rows[i]!]!;
        to[at++] = value;
        if (value === value) added += value;
      }
      sum += added;
      count = at;
    },
    quantiles: () => (known ??= compute()),
    bins: () => (spread ??= binned()),
  };
}

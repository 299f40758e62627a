import type { ResampledStatistic } from "./bootstrap.ts";
import { between, type7 } from "./quantile.ts";

/**
 * Differences quantile(y) - quantile(x) of a resample (type 7), over the pairs of which both are known (not NaN); one number a level,
 * in the order given. Both sides are sorted once; a resample walks them with its counts.
 * @param cluster the cluster of each pair, 0..clusters-1
 */
export function resampledQuantileDifferences(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<number>,
  levels: readonly number[],
): ResampledStatistic {
  return resampledQuantiles(x, y, cluster, levels, (before, after) => after - before);
}

/** Ratios quantile(y) / quantile(x) of a resample; else as `resampledQuantileDifferences`. Not defined where quantile(x) is 0. */
export function resampledQuantileRatios(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<number>,
  levels: readonly number[],
): ResampledStatistic {
  return resampledQuantiles(x, y, cluster, levels, (before, after) => (before === 0 ? Number.NaN : after / before));
}

function resampledQuantiles(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<number>,
  levels: readonly number[],
  combine: (before: number, after: number) => number,
): ResampledStatistic {
  const known: number[] = [];
  for (let index = 0; index < x.length; index += 1) {
    if (!Number.isNaN(x[index] as number) && !Number.isNaN(y[index] as number)) known.push(index);
  }
  const first = ordered(x, cluster, known);
  const second = ordered(y, cluster, known);
  const order = levels.map((_, index) => index).sort((a, b) => (levels[a] as number) - (levels[b] as number));
  const found = new Float64Array(levels.length);
  return {
    width: levels.length,
    write(drawn, out, at) {
      let total = 0;
      for (let index = 0; index < first.of.length; index += 1) total += drawn[first.of[index] as number] as number;
      if (total === 0) {
        out.fill(Number.NaN, at, at + levels.length);
        return;
      }
      walk(first, drawn, total, levels, order, found);
      for (let index = 0; index < levels.length; index += 1) out[at + index] = found[index] as number;
      walk(second, drawn, total, levels, order, found);
      for (let index = 0; index < levels.length; index += 1)
        out[at + index] = combine(out[at + index] as number, found[index] as number);
    },
  };
}

/** Values in ascending order, and the cluster each is of. */
interface Ordered {
  readonly values: Float64Array;
  readonly of: Uint32Array;
}

function ordered(values: ArrayLike<number>, cluster: ArrayLike<number>, known: readonly number[]): Ordered {
  const order = Uint32Array.from(known).sort((a, b) => (values[a] as number) - (values[b] as number));
  return {
    values: Float64Array.from(order, (index) => values[index] as number),
    of: Uint32Array.from(order, (index) => cluster[index] as number),
  };
}

/** Quantiles of the values, each as often as its cluster was drawn; `order` has the levels' places in ascending order. */
function walk(
  { values, of }: Ordered,
  drawn: Uint32Array,
  total: number,
  levels: readonly number[],
  order: readonly number[],
  found: Float64Array,
): void {
  let position = -1;
  let reached = 0;
  for (const place of order) {
    const { low, high, weight } = type7(total, levels[place] as number);
    while (reached < low) {
      position += 1;
      reached += drawn[of[position] as number] as number;
    }
    const value = values[position] as number;
    let next = position;
    let beyond = reached;
    while (beyond < high) {
      next += 1;
      beyond += drawn[of[next] as number] as number;
    }
    found[place] = between(value, values[next] as number, weight);
  }
}

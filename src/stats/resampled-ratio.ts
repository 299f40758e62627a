import type { ResampledStatistic } from "./bootstrap.ts";

/**
 * sum y / sum x of a resample, over the pairs of which both are known (not NaN).
 * @param cluster the cluster of each pair, 0..clusters-1
 */
export function resampledRatio(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<number>,
  clusters: number,
): ResampledStatistic {
  const below = new Float64Array(clusters);
  const above = new Float64Array(clusters);
  for (let index = 0; index < x.length; index += 1) {
    const a = x[index] as number;
    const b = y[index] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    const of = cluster[index] as number;
    below[of] = (below[of] as number) + a;
    above[of] = (above[of] as number) + b;
  }
  return {
    width: 1,
    write(drawn, out, at) {
      let sumX = 0;
      let sumY = 0;
      for (let index = 0; index < clusters; index += 1) {
        const times = drawn[index] as number;
        sumX += times * (below[index] as number);
        sumY += times * (above[index] as number);
      }
      out[at] = sumX === 0 ? Number.NaN : sumY / sumX;
    },
  };
}

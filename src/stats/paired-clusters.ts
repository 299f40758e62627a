/** What clusters make of paired outcomes. */
export interface PairedClusters {
  readonly clusters: number;
  /** How many times larger the variance of the mean difference is than that of as many independent pairs; never below 1. */
  readonly designEffect: number;
  /** Clusters that the candidate is better and worse in, over all their pairs: the units of a test that pairs of one cluster do not make stronger. */
  readonly better: number;
  readonly worse: number;
}

/**
 * The design effect of differences (-1, 0 or 1) within clusters, by the variance of `clusteredShare` (Liang and Zeger 1986). 1 where nothing can be told of
 * it: one cluster, or differences that are all alike.
 * @param cluster the cluster of each pair, as any number; pairs of the same number belong together
 */
export function pairedClusters(differences: ArrayLike<number>, cluster: ArrayLike<number>): PairedClusters {
  const n = differences.length;
  const sums = new Map<number, { difference: number; pairs: number }>();
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < n; index += 1) {
    const difference = differences[index] as number;
    const of = sums.get(cluster[index] as number) ?? { difference: 0, pairs: 0 };
    of.difference += difference;
    of.pairs += 1;
    sums.set(cluster[index] as number, of);
    sum += difference;
    squares += difference * difference;
  }
  // Whole numbers are added up, so that the order of the pairs shows in no digit; the mean comes in last.
  let [ofDifferences, mixed, ofPairs, better, worse] = [0, 0, 0, 0, 0];
  for (const { difference, pairs } of sums.values()) {
    ofDifferences += difference * difference;
    mixed += difference * pairs;
    ofPairs += pairs * pairs;
    if (difference > 0) better += 1;
    if (difference < 0) worse += 1;
  }
  const mean = n === 0 ? 0 : sum / n;
  const together = ofDifferences - 2 * mean * mixed + mean * mean * ofPairs;
  const alone = squares - mean * sum;
  const groups = sums.size;
  const alike = sum * sum === n * squares;
  const effect = groups < 2 || alike ? 1 : ((groups / (groups - 1)) * together * (n - 1)) / (n * alone);
  // Pairs that each stand alone give exactly 1, but for the last digit.
  return { clusters: groups, designEffect: effect < 1 + 1e-9 ? 1 : effect, better, worse };
}

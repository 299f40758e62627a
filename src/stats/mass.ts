/** Probabilities of the whole numbers from `from` on; the ones left out on either side are below 1e-20 of the largest. */
export interface Mass {
  readonly from: number;
  readonly probabilities: readonly number[];
}

const NEGLIGIBLE = 1e-20;

/**
 * A unimodal distribution over lowest..highest, summed outward from its mode by the ratio P(k+1) / P(k).
 * The sum itself normalises, so no factorial or gamma function is needed, and no accuracy is lost for millions of trials.
 */
export function massFromMode(mode: number, lowest: number, highest: number, ratio: (k: number) => number): Mass {
  const below: number[] = [];
  let sum = 1;
  for (let k = mode - 1, term = 1; k >= lowest; k -= 1) {
    term /= ratio(k);
    if (term < NEGLIGIBLE) break;
    below.push(term);
    sum += term;
  }
  const relative = below.reverse();
  const from = mode - relative.length;
  relative.push(1);
  for (let k = mode, term = 1; k < highest; k += 1) {
    term *= ratio(k);
    if (term < NEGLIGIBLE) break;
    relative.push(term);
    sum += term;
  }
  return { from, probabilities: relative.map((term) => term / sum) };
}

/** Binomial(n, p), 0 < p < 1. */
export function binomialMass(n: number, p: number): Mass {
  const odds = p / (1 - p);
  return massFromMode(Math.min(n, Math.floor((n + 1) * p)), 0, n, (k) => ((n - k) / (k + 1)) * odds);
}

/** Marked ones among n drawn without replacement from N, of which `marked` are marked. */
export function hypergeometricMass(n: number, total: number, marked: number): Mass {
  const lowest = Math.max(0, n + marked - total);
  const highest = Math.min(n, marked);
  const mode = Math.floor(((n + 1) * (marked + 1)) / (total + 2));
  return massFromMode(Math.min(highest, Math.max(lowest, mode)), lowest, highest, (k) => {
    return ((marked - k) / (k + 1)) * ((n - k) / (total - marked - n + k + 1));
  });
}

/** P(X <= k), added up from the thinner end. */
export function atMost({ from, probabilities }: Mass, k: number): number {
  let sum = 0;
  for (let index = 0; index <= Math.min(k - from, probabilities.length - 1); index += 1)
    sum += probabilities[index] as number;
  return sum;
}

/** P(X >= k), added up from the thinner end. */
export function atLeast({ from, probabilities }: Mass, k: number): number {
  let sum = 0;
  for (let index = probabilities.length - 1; index >= Math.max(0, k - from); index -= 1)
    sum += probabilities[index] as number;
  return sum;
}

import type { Seeded } from "./seeded.ts";

/** Pairs up to which every pattern of signs is tried: 2^16. */
const EXACT_PAIRS = 16;

/** A permutation p-value of a mean of paired differences. */
export interface SignFlip {
  readonly mean: number | null;
  /** Two-sided; 1 where there are no pairs. */
  readonly twoSided: number;
  readonly exact: boolean;
}

/**
 * Sign-flip permutation test (Fisher 1935): how often random signs give a mean as far from 0. Exact up to 16 pairs, otherwise
 * (1 + hits) / (1 + draws) over random draws.
 */
export function signFlip(differences: ArrayLike<number>, random: Seeded, draws = 9999): SignFlip {
  const n = differences.length;
  if (n === 0) return { mean: null, twoSided: 1, exact: true };
  let sum = 0;
  let size = 0;
  for (let index = 0; index < n; index += 1) {
    sum += differences[index] as number;
    size += Math.abs(differences[index] as number);
  }
  // Sums that differ by rounding only count as equal.
  const wanted = Math.abs(sum) - 1e-12 * size;
  if (n <= EXACT_PAIRS) {
    let hits = 0;
    for (let signs = 0; signs < 2 ** n; signs += 1) {
      let flipped = 0;
      for (let index = 0; index < n; index += 1) {
        const value = differences[index] as number;
        flipped += (signs >>> index) & 1 ? -value : value;
      }
      if (Math.abs(flipped) >= wanted) hits += 1;
    }
    return { mean: sum / n, twoSided: hits / 2 ** n, exact: true };
  }
  let hits = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let flipped = 0;
    let bits = 0;
    for (let index = 0; index < n; index += 1) {
      if ((index & 31) === 0) bits = random.next();
      const value = differences[index] as number;
      flipped += (bits >>> (index & 31)) & 1 ? -value : value;
    }
    if (Math.abs(flipped) >= wanted) hits += 1;
  }
  return { mean: sum / n, twoSided: (1 + hits) / (1 + draws), exact: false };
}

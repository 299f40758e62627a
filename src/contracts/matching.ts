/** Whether the expected call `left` can stand for the made call `right`. */
type Fits = (left: number, right: number) => boolean;

/**
 * As many pairs as can be made at once (maximum bipartite matching by augmenting paths): for each of `lefts` its partner among `rights`, or -1.
 * Earlier ones are served first where that costs no pair.
 */
export function largestMatching(lefts: number, rights: number, fits: Fits): readonly number[] {
  const partnerOf: number[] = Array.from({ length: lefts }, () => -1);
  const takenBy: number[] = Array.from({ length: rights }, () => -1);
  for (let left = 0; left < lefts; left++) {
    const end = freeRight(left, takenBy, fits);
    if (end === null) continue;
    // Back along the path: each left takes the right it was led to, and leaves its own to the one before.
    for (let right = end.right; right !== -1;) {
      const taker = end.ledFrom[right] as number;
      const given = partnerOf[taker] as number;
      partnerOf[taker] = right;
      takenBy[right] = taker;
      right = given;
    }
  }
  return partnerOf;
}

/** The free right that can be reached by having others change their partner, and who was led to each right on the way. */
function freeRight(
  start: number,
  takenBy: readonly number[],
  fits: Fits,
): { readonly right: number; readonly ledFrom: readonly number[] } | null {
  const ledFrom: number[] = Array.from({ length: takenBy.length }, () => -1);
  const queue = [start];
  for (let next = 0; next < queue.length; next++) {
    const left = queue[next] as number;
    for (let right = 0; right < takenBy.length; right++) {
      if (ledFrom[right] !== -1 || !fits(left, right)) continue;
      ledFrom[right] = left;
      if (takenBy[right] === -1) return { right, ledFrom };
      queue.push(takenBy[right] as number);
    }
  }
  return null;
}

/** How many pairs can be made where both sides keep their order (longest common subsequence). */
export function largestOrderedMatching(lefts: number, rights: number, fits: Fits): number {
  let above: readonly number[] = Array.from({ length: rights + 1 }, () => 0);
  for (let left = 0; left < lefts; left++) {
    const row = [0];
    for (let right = 0; right < rights; right++) {
      const without = Math.max(above[right + 1] as number, row[right] as number);
      row.push(fits(left, right) ? Math.max(without, (above[right] as number) + 1) : without);
    }
    above = row;
  }
  return above[rights] as number;
}

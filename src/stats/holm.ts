/**
 * p-values of several tests of one question, made larger so that the chance of even one false alarm among them stays at the level of one
 * (Holm 1979): the k-th smallest times how many are left, never below the one before it, at most 1. In the order given.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = pValues.map(() => 0);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues[index] as number) * (pValues.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}

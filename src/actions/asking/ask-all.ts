/**
 * Does the work of all items, so many at once: as soon as one is done the next begins. Results in the order of the items; items that had
 * not begun when the signal aborted have none. Rejects with what the work throws, which is a bug; what is under way is left to end then.
 */
export async function askAll<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<Result>,
  signal?: AbortSignal,
): Promise<readonly (Result | undefined)[]> {
  const results = Array.from<Result | undefined>({ length: items.length });
  const stopped = (): boolean => signal?.aborted === true;
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length && !stopped()) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as Item, index);
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return results;
}

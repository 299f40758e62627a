const FEW = 8;

/** What becomes of each, in order, a few of them under way at a time. */
export async function aFewAtATime<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<readonly R[]> {
  const made: R[] = [];
  for (let begin = 0; begin < items.length; begin += FEW)
    made.push(...(await Promise.all(items.slice(begin, begin + FEW).map(each))));
  return made;
}

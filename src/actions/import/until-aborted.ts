/** The chunks up to the moment a signal is raised, even while the next one is still waited for (a terminal, a slow pipe). */
export async function* untilAborted<T>(chunks: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncIterable<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (let next = await nextOrAbort(iterator, signal); next !== null; next = await nextOrAbort(iterator, signal)) {
      yield next.value;
    }
  } finally {
    /* Not awaited: a source that never speaks again would never answer. */
    iterator.return?.()?.catch(() => {});
  }
}

async function nextOrAbort<T>(
  iterator: AsyncIterator<T>,
  signal: AbortSignal | undefined,
): Promise<{ readonly value: T } | null> {
  if (signal === undefined) return oneOf(await iterator.next());
  if (signal.aborted) return null;
  let stop = (): void => {};
  /* A promise for each wait: one for all of them would keep every chunk reachable as long as the signal lives. */
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    const next = await Promise.race([iterator.next(), aborted]);
    return next === null ? null : oneOf(next);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function oneOf<T>(result: IteratorResult<T, unknown>): { readonly value: T } | null {
  return result.done === true ? null : { value: result.value };
}

const POOL_BYTES = 4_000;

/** Ten random bytes at a time, drawn many at a time. */
export function randomPool(draw: (bytes: number) => Uint8Array): () => Uint8Array {
  let pool = draw(0);
  let at = 0;
  return () => {
    if (at + 10 > pool.length) {
      pool = draw(POOL_BYTES);
      at = 0;
    }
    return pool.subarray(at, (at += 10));
  };
}

/** A reproducible stream of random numbers. */
export interface Seeded {
  /** The next 32 bits, as a whole number from 0. */
  next(): number;
  /** A whole number in 0..n-1: floor(next / 2^32 x n). */
  index(n: number): number;
}

/** The four little-endian words at the start of a digest: SHA-256 of the seed's text, where a seed is a text. */
export function seedWords(digest: Uint8Array): readonly [number, number, number, number] {
  const view = new DataView(digest.buffer, digest.byteOffset, 16);
  return [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
}

/** xoshiro128** 1.1 (Blackman and Vigna 2018); the four words must not all be 0. */
export function seeded(words: readonly [number, number, number, number]): Seeded {
  let [a, b, c, d] = words;

  function next(): number {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  }

  return { next, index: (n) => Math.floor((next() / 2 ** 32) * n) };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** 64 bits as two unsigned 32-bit halves. */
export interface Hash64 {
  readonly hi: number;
  readonly lo: number;
}

/** The first 8 bytes, big-endian, of SHA-256 over the UTF-8 text. */
export function hash64(text: string): Hash64 {
  const bytes = sha256(utf8ToBytes(text));
  const word = (at: number): number =>
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0;
  return { hi: word(0), lo: word(4) };
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain): every input bit moves every output bit. */
export function mix32(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/**
 * A uniform number in [0, 1) with 53 bits, fixed by a salt and a key: the same key always lands at the same place under
 * one salt, and at an unrelated one under another. Integer arithmetic only, so that a column of keys rolls in nanoseconds.
 */
export function roll(saltHi: number, saltLo: number, keyHi: number, keyLo: number): number {
  const a = mix32((keyHi ^ saltHi) + Math.imul(keyLo ^ saltLo, 0x9e3779b1));
  const b = mix32((keyLo ^ saltLo) + Math.imul(a, 0x85ebca77));
  return (a * 2_097_152 + (b >>> 11)) / 9_007_199_254_740_992;
}

/** Reproducible draws: the same seed gives the same numbers on every machine. */
export interface Chance {
  /** 32 random bits. */
  bits(): number;
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal. */
  normal(): number;
  /** The wanted length in hex digits, a multiple of 8. */
  hex(digits: number): string;
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A small xorshift generator: millions of draws a second matter more here than their finest statistics. */
export function chanceOf(seed: number): Chance {
  let a = (seed ^ 0x9e3779b9) | 0 || 1;
  let b = Math.imul(seed + 1, 0x85ebca6b) | 0 || 2;
  let c = 0x243f6a88;
  let d = 0xb7e15162 | 0;
  let spare = Number.NaN;
  const bits = (): number => {
    const t = a ^ (a << 11);
    a = b;
    b = c;
    c = d;
    d = (d ^ (d >>> 19) ^ t ^ (t >>> 8)) | 0;
    return d >>> 0;
  };
  const next = (): number => bits() / 2 ** 32;
  for (let i = 0; i < 16; i++) bits();
  return {
    bits,
    next,
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = Number.NaN;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    hex(digits) {
      let text = "";
      for (let at = 0; at < digits; at += 8) {
        const word = bits();
        text += BYTES[word >>> 24]! + BYTES[(word >>> 16) & 255]! + BYTES[(word >>> 8) & 255]! + BYTES[word & 255]!;
      }
      return text;
    },
  };
}

/** Positions drawn by their weights. */
export function weighted(weights: readonly number[]): (chance: Chance) => number {
  const ends: number[] = [];
  let sum = 0;
  for (const weight of weights) ends.push((sum += weight));
  return (chance) => {
    const point = chance.next() * sum;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Weights that fall as 1 / (position + 1) ** exponent: few are many. */
export function falling(count: number, exponent: number): readonly number[] {
  return Array.from({ length: count }, (_, position) => 1 / (position + 1) ** exponent);
}

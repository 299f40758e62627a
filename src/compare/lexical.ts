import { singleSpaced } from "../core/single-spaced.ts";

/** The name of the measure: it sees words, not meaning. */
export const LEXICAL_MEASURE = "lexical_trigram_dice";

/**
 * How alike two texts are written, in [0, 1]: Dice's coefficient of their multisets of character trigrams, with compatible characters,
 * case and white space made equal. Equal texts give 1; a low value means other words, not a worse answer.
 */
export function lexicalSimilarity(a: string, b: string): number {
  const left = normal(a);
  const right = normal(b);
  if (left === right) return 1;
  const [one, other] = [codePoints(left), codePoints(right)];
  const total = Math.max(0, one.length - 2) + Math.max(0, other.length - 2);
  return total === 0 ? 0 : (2 * sharedTrigrams(one, other)) / total;
}

function normal(text: string): string {
  return singleSpaced(text.normalize("NFKC").toLowerCase()).trim();
}

function codePoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) as number;
    if (point > 0xffff) at += 1;
    points[count] = point;
    count += 1;
  }
  return points.subarray(0, count);
}

/** How many trigrams are in both, each as often as it is in either: a table by hash, because a result of 50,000 pairs spends most of its time here. */
function sharedTrigrams(one: Uint32Array, other: Uint32Array): number {
  let size = 4;
  while (size < 2 * one.length) size *= 2;
  // A trigram is its first character and, in one number, the two after it; `used` tells which places are taken.
  const first = new Uint32Array(size);
  const rest = new Float64Array(size);
  const count = new Uint32Array(size);
  const used = new Uint8Array(size);
  const placeOf = (points: Uint32Array, at: number): number => {
    const a = points[at] as number;
    const b = points[at + 1] as number;
    const c = points[at + 2] as number;
    const both = b * 0x200000 + c;
    let place = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d)) >>> 0;
    place = (place ^ (place >>> 15)) & (size - 1);
    while (used[place] === 1 && (first[place] !== a || rest[place] !== both)) place = (place + 1) & (size - 1);
    if (used[place] === 0) {
      first[place] = a;
      rest[place] = both;
    }
    return place;
  };
  for (let at = 0; at + 3 <= one.length; at += 1) {
    const place = placeOf(one, at);
    used[place] = 1;
    count[place] = (count[place] as number) + 1;
  }
  let both = 0;
  for (let at = 0; at + 3 <= other.length; at += 1) {
    const place = placeOf(other, at);
    const left = count[place] as number;
    if (left === 0) continue;
    both += 1;
    count[place] = left - 1;
  }
  return both;
}

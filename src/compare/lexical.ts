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
  const counts = trigrams(left);
  let shared = 0;
  const other = trigrams(right);
  for (const [gram, count] of other) shared += Math.min(count, counts.get(gram) ?? 0);
  const total = size(counts) + size(other);
  return total === 0 ? 0 : (2 * shared) / total;
}

function normal(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}

function trigrams(text: string): Map<string, number> {
  const characters = Array.from(text);
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= characters.length; at += 1) {
    const gram = characters.slice(at, at + 3).join("");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function size(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

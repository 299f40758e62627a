import { hash64 } from "../core/dice.ts";

/** The order in which ids are sampled: ascending first 8 bytes (big-endian) of SHA-256(seed + ":" + id). Samples of it nest and merge. */
export function hashOrder(ids: readonly string[], seed: string): readonly string[] {
  return ids
    .map((id) => ({ id, key: hash64(`${seed}:${id}`) }))
    .sort((a, b) => a.key.hi - b.key.hi || a.key.lo - b.key.lo || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** The k ids of a sample in hash order. */
export function hashSample(ids: readonly string[], seed: string, k: number): readonly string[] {
  return hashOrder(ids, seed).slice(0, k);
}

/** Key of weighted sampling without replacement, smallest first (Efraimidis and Spirakis 2006): -ln((key + 1) / 2^64) / weight. */
export function weightedKey(id: string, seed: string, weight: number): number {
  const { hi, lo } = hash64(`${seed}:${id}`);
  return -Math.log((hi * 2 ** 32 + lo + 1) / 2 ** 64) / weight;
}

/** k ids without replacement, with chances that grow with their weights (above 0). */
export function weightedHashSample(
  items: readonly { readonly id: string; readonly weight: number }[],
  seed: string,
  k: number,
): readonly string[] {
  return items
    .map(({ id, weight }) => ({ id, key: weightedKey(id, seed, weight) }))
    .sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1))
    .slice(0, k)
    .map(({ id }) => id);
}

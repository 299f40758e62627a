import type { RateSpan, RateTier } from "../core/rates.ts";

/** Prices in USD per million tokens as the price library writes them: a number, or a base with dearer tiers of input length. */
export type LibraryPrices = Readonly<Record<string, LibraryPrice | undefined>>;
type LibraryPrice =
  | number
  | { readonly base: number; readonly tiers: readonly { readonly start: number; readonly price: number }[] };

/**
 * The tiers of one span, or null where the prices cannot be told per token: none listed, billed by the hour or page only, or with a
 * fee per request (which would be lost: unknown is better than too little). Absent cache prices are the input price; an absent output
 * price is 0 (embedding models have no output). The library bills a tier above its start, so ours begins one token later.
 */
export function tiersOf(prices: LibraryPrices): readonly RateTier[] | null {
  const { input_mtok, output_mtok, cache_read_mtok, cache_write_mtok, requests_kcount } = prices;
  if (input_mtok === undefined || (requests_kcount !== undefined && requests_kcount !== 0)) return null;
  const starts = new Set([0]);
  for (const price of [input_mtok, output_mtok, cache_read_mtok, cache_write_mtok]) {
    if (typeof price === "object") for (const tier of price.tiers) starts.add(tier.start + 1);
  }
  return [...starts]
    .sort((a, b) => a - b)
    .map((from) => ({
      from_input_tokens: from,
      input: perToken(input_mtok, from),
      cache_read: perToken(cache_read_mtok ?? input_mtok, from),
      cache_write: perToken(cache_write_mtok ?? input_mtok, from),
      output: perToken(output_mtok ?? 0, from),
    }));
}

/** USD per token at an input length. */
function perToken(price: LibraryPrice, inputTokens: number): number {
  if (typeof price === "number") return price / 1e6;
  let usd = price.base;
  for (const tier of [...price.tiers].sort((a, b) => a.start - b.start)) {
    if (inputTokens > tier.start) usd = tier.price;
  }
  return usd / 1e6;
}

/** Spans in time order, neighbours with equal tiers merged. */
export function mergeSpans(spans: readonly RateSpan[]): readonly RateSpan[] {
  const merged: RateSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || JSON.stringify(last.tiers) !== JSON.stringify(span.tiers)) merged.push(span);
  }
  return merged;
}

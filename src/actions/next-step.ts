import { costOf, rateAt } from "../core/rates.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { ImportTally } from "./import-report.ts";

/** Well-known small models, proposed where the log itself holds no cheaper one. */
const UNDERSTUDIES = ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic", "gemini-2.5-flash-lite:google"];

/** One typical call, to compare prices by. */
const TYPICAL = { input_uncached: 1000, cache_read: 0, cache_write: 0, output: 250, reasoning: 0 };

/** What to try after an import: the target with most rows, and a cheaper one of known price to hold against it; null where there is none. */
export function proposedReplay(
  tally: ImportTally,
  prices: PriceBook,
): { readonly baseline: string; readonly candidate: string } | null {
  const served = Object.entries(tally.targets).sort((a, b) => b[1] - a[1]);
  const at = tally.newest ?? 0;
  const priceOf = (target: string): number => {
    const card = prices.card(target);
    const rate = card === null ? null : rateAt(card, at);
    return rate === null ? Number.POSITIVE_INFINITY : costOf(rate.span, TYPICAL);
  };
  const dearest = served
    .map(([target]) => ({ target, price: priceOf(target) }))
    .filter(({ price }) => Number.isFinite(price))
    .sort((a, b) => b.price - a.price);
  const baseline = dearest[0];
  if (baseline === undefined) return null;
  const others = dearest.slice(1).map(({ target }) => target);
  const candidate = [...others.reverse(), ...UNDERSTUDIES].find((target) => priceOf(target) < baseline.price);
  return candidate === undefined ? null : { baseline: baseline.target, candidate };
}

import { costOf, rateAt } from "../core/rates.ts";
import { splitTarget } from "../core/target.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { ImportTally } from "./import/report.ts";

/** Well-known small models, proposed where the log itself holds no cheaper one. */
const UNDERSTUDIES = [
  "gpt-4o-mini:openai",
  "gpt-4.1-nano:openai",
  "claude-haiku-4-5:anthropic",
  "claude-3-haiku:anthropic",
  "gemini-2.5-flash:google",
  "gemini-2.5-flash-lite:google",
  "mistral-small-latest:mistral",
];

/** One typical call, to compare prices by. */
const TYPICAL = { input_uncached: 1000, cache_read: 0, cache_write: 0, output: 250, reasoning: 0 };

/** What to try after an import: the dearest target, and a cheaper one of known price to hold against it; null where there is none. */
export function proposedReplay(
  tally: ImportTally,
  prices: PriceBook,
): { readonly baseline: string; readonly candidate: string } | null {
  const at = tally.newest ?? 0;
  const priceOf = (target: string): number => {
    const card = prices.card(target);
    const rate = card === null ? null : rateAt(card, at);
    return rate === null ? Number.POSITIVE_INFINITY : costOf(rate.span, TYPICAL);
  };
  const dearest = Object.keys(tally.targets)
    .map((target) => ({ target, price: priceOf(target) }))
    .filter(({ price }) => Number.isFinite(price))
    .sort((a, b) => b.price - a.price);
  const baseline = dearest[0];
  if (baseline === undefined) return null;
  const others = dearest.slice(1).map(({ target }) => target);
  const provider = splitTarget(baseline.target)?.provider;
  const sameMaker = UNDERSTUDIES.filter((target) => splitTarget(target)?.provider === provider);
  const candidate = [...others.reverse(), ...sameMaker].find((target) => priceOf(target) < baseline.price);
  return candidate === undefined ? null : { baseline: baseline.target, candidate };
}

import { splitTarget, target as targetOf, type Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Spine } from "../serve/spine.ts";

/** The prices of a replay whose candidate may be played: by the mock, or from a recording. Each is priced as the model it plays. */
export function playedPrices(prices: PriceBook, about: Spine["about"]): PriceBook {
  function card(target: Target): ReturnType<PriceBook["card"]> {
    const own = prices.card(target);
    if (own !== null) return own;
    const known = about(target);
    if (known === null || known.rates !== null || !known.recorded) return known?.rates ?? null;
    const model = splitTarget(target)?.model ?? target;
    const [maker] = prices.providersOf(model);
    return maker === undefined ? null : prices.card(targetOf(model, maker));
  }
  return { ...prices, card, knows: (target) => prices.knows(target) || card(target) !== null };
}

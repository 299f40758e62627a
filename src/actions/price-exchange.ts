import type { Exchange } from "../core/exchange.ts";
import { costOf, rateAt } from "../core/rates.ts";
import { target } from "../core/target.ts";
import type { PriceBook } from "../prices/price-book.ts";

/** An exchange with its list cost: `unpriced` names the target no price is known for, `assumed` says that the price is of a later date. */
export interface Priced {
  readonly exchange: Exchange;
  readonly unpriced: string | null;
  readonly assumed: boolean;
}

/** Fills `cost_list` (USD) and `price_version` from the price table at the row's date; without a price or a usage both stay null. */
export function priceExchange(exchange: Exchange, prices: PriceBook): Priced {
  const { model, provider, usage } = exchange;
  if (model === null || usage === null) return { exchange, unpriced: null, assumed: false };
  const served = provider === null ? model : target(model, provider);
  const card = provider === null ? null : prices.card(served);
  const rate = card === null ? null : rateAt(card, exchange.created_at);
  if (rate === null) return { exchange, unpriced: served, assumed: false };
  return {
    exchange: { ...exchange, cost_list: costOf(rate.span, usage), price_version: prices.version },
    unpriced: null,
    assumed: rate.assumed,
  };
}

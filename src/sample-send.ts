import { costOf, rateAt } from "./core/rates.ts";
import type { Send } from "./core/send.ts";
import type { PriceBook } from "./prices/price-book.ts";
import { mock } from "./providers/mock.ts";
import { liveRuntime } from "./sends/runtime.ts";

/** The mock provider, for sample data: the same answers every time, at the prices of the models it plays. @param now ms since the epoch */
export function sampleSend(prices: PriceBook, now: () => number): Send<Readonly<Record<string, unknown>>> {
  return mock.connect({
    runtime: liveRuntime(now),
    seed: "demo",
    cost(target, usage, at) {
      const card = prices.card(target);
      const rate = card === null ? null : rateAt(card, at);
      return rate === null ? null : costOf(rate.span, usage);
    },
  });
}

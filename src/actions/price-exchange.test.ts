import { expect, it } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { priceBook } from "../prices/index.ts";
import { priceExchange } from "./price-exchange.ts";

const FILE = {
  name: "prices.json",
  text: JSON.stringify({
    targets: {
      "own:us": [
        { input_per_mtok: 4, output_per_mtok: 8, from: "2024-06-01" },
        { input_per_mtok: 2, output_per_mtok: 4, from: "2024-09-01" },
      ],
    },
  }),
};
const BOOK = priceBook({ userFile: FILE });

function row(over: Partial<Exchange>): Exchange {
  const usage = { input_uncached: 1e6, cache_read: 0, cache_write: 0, output: 1e6, reasoning: 0 };
  const base = {
    model: "own",
    provider: "us",
    usage,
    created_at: Date.UTC(2024, 9, 1),
    cost_list: null,
    price_version: null,
  };
  return { ...base, ...over } as Exchange;
}

it("prices a row at its own date", () => {
  expect(priceExchange(row({}), BOOK)).toMatchObject({
    exchange: { cost_list: 6, price_version: BOOK.version },
    assumed: false,
  });
  expect(priceExchange(row({ created_at: Date.UTC(2024, 6, 1) }), BOOK).exchange.cost_list).toBe(12);
});

it("lets the earliest price stand in before it, and says so", () => {
  const priced = priceExchange(row({ created_at: Date.UTC(2024, 0, 1) }), BOOK);
  expect(priced).toMatchObject({ exchange: { cost_list: 12 }, assumed: true });
});

it("leaves the cost unknown without a price or a usage, never 0", () => {
  expect(priceExchange(row({ model: "other" }), BOOK)).toMatchObject({
    exchange: { cost_list: null },
    unpriced: "other:us",
  });
  expect(priceExchange(row({ provider: null }), BOOK)).toMatchObject({
    exchange: { cost_list: null },
    unpriced: "own",
  });
  expect(priceExchange(row({ usage: null }), BOOK)).toMatchObject({ exchange: { cost_list: null }, unpriced: null });
});

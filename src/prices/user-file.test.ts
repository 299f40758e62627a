import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OperatorError } from "../core/errors.ts";
import { costOf, rateAt } from "../core/rates.ts";
import { priceBook } from "./index.ts";
import { parsePriceFile } from "./user-file.ts";

const NAME = "prices.json";

function book(targets: object) {
  return priceBook({ userFile: { name: NAME, text: JSON.stringify({ targets }) } });
}

function mistake(text: string): OperatorError {
  try {
    parsePriceFile(text, NAME);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("a user's price", () => {
  test("is per million tokens, cache prices defaulting to the input price", () => {
    const card = book({ "my-model:vllm": { input_per_mtok: 0.5, output_per_mtok: 1 } }).card("my-model:vllm");
    expect(card?.source).toBe("user");
    const tier = card?.spans[0]?.tiers[0];
    expect(tier).toEqual({ from_input_tokens: 0, input: 5e-7, cache_read: 5e-7, cache_write: 5e-7, output: 1e-6 });
  });

  test("replaces the library's, and only for its target", () => {
    const prices = book({ "gpt-4o:openai": { input_per_mtok: 1, output_per_mtok: 2 } });
    expect(prices.card("gpt-4o:openai")?.source).toBe("user");
    expect(prices.card("gpt-4o-mini:openai")?.source).toBe("library");
    expect(prices.contextWindow("gpt-4o:openai")).toBe(128_000);
  });

  test("may be dated, in any order, and tiered", () => {
    const prices = book({
      "my-model:vllm": [
        {
          from: "2026-03-01",
          input_per_mtok: 4,
          output_per_mtok: 4,
          tiers: [{ from_input_tokens: 1000, input_per_mtok: 8, output_per_mtok: 9 }],
        },
        {
          from: "2026-01-01T00:00:00+01:00",
          input_per_mtok: 1,
          output_per_mtok: 2,
          cache_read_per_mtok: 0.5,
          context_window: 32_000,
        },
      ],
    });
    const card = prices.card("my-model:vllm");
    if (card === null) throw new Error("no card");
    const cost = (at: string, input: number) => {
      const found = rateAt(card, Date.parse(at));
      const usage = { input_uncached: input, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 };
      return [found?.assumed, found === null ? null : Math.round(costOf(found.span, usage) * 1e9) / 1e3];
    };
    expect(cost("2025-12-31T22:59:59Z", 10)).toEqual([true, 10]);
    expect(cost("2025-12-31T23:00:00Z", 10)).toEqual([false, 10]);
    expect(cost("2026-03-01", 999)).toEqual([false, 3996]);
    expect(cost("2026-03-01", 1000)).toEqual([false, 8000]);
    expect(prices.contextWindow("my-model:vllm")).toBe(32_000);
  });

  test("may be missing: the target is known, its price is not", () => {
    const prices = book({ "my-model:vllm": { context_window: 8192 }, "gpt-4o:openai": {} });
    expect([prices.card("my-model:vllm"), prices.knows("my-model:vllm")]).toEqual([null, true]);
    expect(prices.card("gpt-4o:openai")).toBeNull();
  });

  test("says who serves a bare model name", () => {
    const prices = book({ "my-model:vllm": {}, "my-model:other": {}, "gpt-4o:proxy": {} });
    expect(prices.providersOf("my-model")).toEqual(["vllm", "other"]);
    expect(prices.providersOf("gpt-4o")).toEqual(["proxy"]);
    expect(prices.providersOf("gpt-4o-mini")).toEqual(["openai"]);
    expect(prices.providersOf("nonsense")).toEqual([]);
  });
});

test("the version names the library and the file's content", () => {
  expect(priceBook().version).toMatch(/^genai-prices@[\d.]+$/);
  expect(book({}).version).toMatch(/^genai-prices@[\d.]+\+[0-9a-f]{8}$/);
  expect(book({}).version).toBe(book({}).version);
  expect(book({}).version).not.toBe(book({ "a:b": {} }).version);
});

describe("a mistake names the file and the place", () => {
  test.each([
    ['{"targets": {"a:b": {"input_per_mtok": -1, "output_per_mtok": 2}}}', '$.targets["a:b"].input_per_mtok', />=0/],
    [
      '{"targets": {"a:b": {"input_per_mtok": 1, "output_per_mtok": "2"}}}',
      '$.targets["a:b"].output_per_mtok',
      /expected number/,
    ],
    ['{"targets": {"a:b": {"input_per_mtok": 1}}}', '$.targets["a:b"].output_per_mtok', /both input and output/],
    ['{"targets": {"a:b": {"input": 1}}}', '$.targets["a:b"].input', /unknown key/],
    ['{"targets": {"a:b": [{}, {"from": "soon"}]}}', '$.targets["a:b"][1].from', /2026-01-01/],
    ['{"targets": {"a:b": []}}', '$.targets["a:b"]', /at least one/],
    ['{"targets": {"gpt-4o": {}}}', '$.targets["gpt-4o"]', /model:provider/],
    ['{"targets": {}, "currency": "EUR"}', "$.currency", /unknown key/],
    ["{}", "$.targets", /expected object, found nothing/],
    ["[]", "$", /expected object/],
    [
      '{"targets": {"a:b": [{"input_per_mtok": 1, "output_per_mtok": 2}, {"input_per_mtok": 1, "output_per_mtok": 3}]}}',
      '$.targets["a:b"]',
      /same date/,
    ],
  ])("%s", (text, field, message) => {
    const error = mistake(text);
    expect(error.code).toBe("prices_invalid");
    expect(error.place).toEqual({ file: NAME, field });
    expect(error.message).toMatch(message);
  });

  test.each([
    ['{\n "targets": {\n  oops\n }\n}', 3],
    ['{\n "targets": {\n  "a:b": {"input_per_mtok": 1,}\n }\n}', 3],
    ['{\n "targets": {', 2],
    ['{"targets": {}}\n\n}', 3],
    ["", 1],
  ])("%j is not JSON", (text, line) => {
    expect(mistake(text).place).toEqual({ file: NAME, line });
  });

  test("the line of a broken character is found wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 8 }), fc.nat(), (values, choice) => {
        const lines = values.map(
          (value, index) => `${JSON.stringify(JSON.parse(value))}${index < values.length - 1 ? "," : ""}`,
        );
        const broken = choice % lines.length;
        lines[broken] = `@${lines[broken]}`;
        expect(mistake(`[\n${lines.join("\n")}\n]`).place.line).toBe(broken + 2);
      }),
    );
  });
});

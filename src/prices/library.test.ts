import { readFileSync } from "node:fs";
import { calcPrice, findProvider, type Usage as LibraryUsage } from "@pydantic/genai-prices";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf, rateAt } from "../core/rates.ts";
import { target, type Target } from "../core/target.ts";
import type { Usage } from "../core/usage.ts";
import { LIBRARY_VERSION, libraryCard, libraryContextWindow, libraryKnows, makersOf } from "./library.ts";
import { MAKERS } from "./providers.ts";

function usage(part: Partial<Usage>): Usage {
  return { input_uncached: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0, ...part };
}

function cost(target: Target, part: Partial<Usage>, at = "2026-11-01"): number {
  const card = libraryCard(target);
  const found = card && rateAt(card, Date.parse(at));
  if (!found) throw new Error(`no price for ${target}`);
  expect(found.assumed).toBe(false);
  return costOf(found.span, usage(part));
}

test("the version named is the version installed", () => {
  const path = new URL("../../node_modules/@pydantic/genai-prices/package.json", import.meta.url);
  expect(LIBRARY_VERSION).toBe(`genai-prices@${JSON.parse(readFileSync(path, "utf8")).version}`);
});

describe("reference figures", () => {
  test.each([
    ["gpt-4o:openai", { input_uncached: 1240, output: 384 }, 0.00694],
    ["gpt-4o:openai", { input_uncached: 216, cache_read: 1024, output: 384 }, 0.00566],
    ["gpt-4o:openai", { input_uncached: 1000, cache_read: 240, output: 384 }, 0.00664],
    ["gpt-4o-mini:openai", { input_uncached: 1240, output: 312 }, 0.0003732],
    ["claude-haiku-4-5:anthropic", { input_uncached: 1240, output: 312 }, 0.0028],
    ["claude-haiku-4-5:anthropic", { input_uncached: 500, cache_read: 4000, cache_write: 500, output: 312 }, 0.003085],
    ["gemini-2.5-pro:google", { input_uncached: 300_000 }, 0.75],
    ["gemini-2.5-pro:google", { input_uncached: 200_000 }, 0.25],
    ["gemini-2.5-pro:google", { input_uncached: 100_000, cache_read: 200_000, output: 1000 }, 0.25 + 0.05 + 0.015],
    ["gpt-4o-2024-05-13:openai", { input_uncached: 1e6, output: 1e6 }, 20],
    ["gpt-4o-mini-2024-07-18:openai", { input_uncached: 1e6, reasoning: 1e6 }, 0.75],
    ["claude-3-haiku-20240307:anthropic", { input_uncached: 1e5, output: 1e6 }, 1.275],
  ] as const)("%s %o costs %d", (target, part, usd) => {
    expect(cost(target, part)).toBeCloseTo(usd, 10);
  });

  test("o3 was dearer before 10 June 2025", () => {
    expect(cost("o3:openai", { input_uncached: 1e6 }, "2025-05-01")).toBeCloseTo(10, 10);
    expect(cost("o3:openai", { input_uncached: 1e6 }, "2025-06-09T23:59:59Z")).toBeCloseTo(10, 10);
    expect(cost("o3:openai", { input_uncached: 1e6 }, "2025-06-10")).toBeCloseTo(2, 10);
    expect(cost("o3:openai", { input_uncached: 1e6 }, "2025-07-01")).toBeCloseTo(2, 10);
    expect(libraryCard("o3:openai")?.spans.map(({ from }) => from)).toEqual([-Infinity, Date.parse("2025-06-10")]);
  });

  test("a price by the hour is the one in force for most of the day", () => {
    expect(cost("deepseek-chat:deepseek", { input_uncached: 1e6 })).toBeCloseTo(0.27, 10);
    expect(cost("deepseek-v4-flash:deepseek", { input_uncached: 1e6 }, "2026-08-16")).toBeCloseTo(0.14, 10);
    expect(cost("deepseek-v4-flash:deepseek", { input_uncached: 1e6 }, "2026-08-17")).toBeCloseTo(0.22, 10);
  });
});

describe("what is not known is null", () => {
  test.each([
    "gpt-99:openai",
    "nonsense:openai",
    "gpt-4o:mistral",
    "gpt-4o:custom_openai",
    "gpt-4o:my-openai-proxy",
    "gpt-4o",
    "gpt-4o:litellm",
  ])("%s", (target) => {
    expect(libraryCard(target)).toBeNull();
    expect(libraryKnows(target)).toBe(false);
    expect(libraryContextWindow(target)).toBeNull();
  });

  test.each(["whisper-1:openai", "sonar:perplexity", "gpt-4o:github-copilot"])(
    "%s is listed, but not priced per token",
    (target) => {
      expect(libraryCard(target)).toBeNull();
      expect(libraryKnows(target)).toBe(true);
    },
  );
});

test("provider names as logs write them lead to the same prices", () => {
  const google = libraryCard("gemini-2.5-pro:google");
  expect(google).not.toBeNull();
  for (const name of ["vertex_ai", "gemini", "GOOGLE", "gcp.vertex_ai", "gcp_vertex_gemini", "google_ai_studio_gemini"])
    expect(libraryCard(`gemini-2.5-pro:${name}`)).toEqual(google);
  expect(libraryCard("gemini/gemini-2.5-pro:gemini")).toEqual(google);
  expect(libraryKnows("anthropic.claude-3-5-sonnet-20240620-v1:0:bedrock")).toBe(true);
  expect(libraryKnows("gpt-4o:azure")).toBe(true);
  expect(libraryKnows("mistral-large-2407:mistral_ai")).toBe(true);
});

test("makers of a model, never its resellers", () => {
  expect(makersOf("gpt-4o")).toEqual(["openai"]);
  expect(makersOf("claude-haiku-4-5")).toEqual(["anthropic"]);
  expect(makersOf("gemini-2.5-pro")).toEqual(["google"]);
  expect(makersOf("mistral-large-2407")).toEqual(["mistral"]);
  expect(makersOf("claude-3-haiku-20240307")).toEqual(["anthropic"]);
  expect(makersOf("nonsense")).toEqual([]);
  const names = MAKERS.flatMap((maker) => findProvider({ providerId: maker })?.models.map(({ id }) => id) ?? []);
  expect(names.filter((name) => makersOf(name).length > 1)).toEqual([]);
  for (const maker of MAKERS) expect(findProvider({ providerId: maker })?.id).toBe(maker);
});

test("a compiled card costs what the library itself calculates", () => {
  const ids = [...MAKERS, "aws", "azure", "groq", "openrouter", "together", "fireworks", "cerebras"];
  const models = ids.flatMap((provider) =>
    (findProvider({ providerId: provider })?.models ?? [])
      .filter(
        ({ prices }) => !Array.isArray(prices) || prices.every(({ constraint }) => constraint?.type !== "time_of_date"),
      )
      .map(({ id }) => ({ provider, model: id })),
  );
  expect(models.length).toBeGreaterThan(900);
  const tokens = fc.oneof(fc.nat(5000), fc.nat(400_000));
  let priced = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.date({ min: new Date("2023-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }),
      fc.record({ input_uncached: tokens, cache_read: tokens, cache_write: tokens, output: tokens, reasoning: tokens }),
      ({ provider, model }, timestamp, used) => {
        const card = libraryCard(target(model, provider));
        if (card === null) return;
        const theirs: LibraryUsage = {
          input_tokens: used.input_uncached + used.cache_read + used.cache_write,
          cache_read_tokens: used.cache_read,
          cache_write_tokens: used.cache_write,
          output_tokens: used.output + used.reasoning,
        };
        const at = rateAt(card, timestamp.getTime());
        const ours = at === null ? Number.NaN : costOf(at.span, used);
        const total = calcPrice(theirs, model, { providerId: provider, timestamp })?.total_price ?? Number.NaN;
        expect(Math.abs(ours - total)).toBeLessThanOrEqual(1e-12 * Math.max(1, total));
        priced += 1;
      },
    ),
    { numRuns: 1500 },
  );
  expect(priced).toBeGreaterThan(500);
});

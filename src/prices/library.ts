import { calcPrice, findProvider, type ModelInfo, type ModelPrice } from "@pydantic/genai-prices";
import type { RateCard, RateSpan } from "../core/rates.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { libraryProvider, MAKERS } from "./providers.ts";
import { mergeSpans, tiersOf } from "./spans.ts";

/** The price library's release, as it stands in `PriceBook.version`; prices only change with it: nothing is ever downloaded. */
export const LIBRARY_VERSION = "genai-prices@0.1.8";

const DAY_MS = 86_400_000;
/** Any day before the first dated price. */
const UNDATED_MS = 0;

interface Listing {
  readonly provider: string;
  /** The name the library finds the model by. */
  readonly model: string;
  readonly info: ModelInfo;
}

/** What the library lists for a target, or null; a model may carry its provider as a prefix, as LiteLLM writes it (`gemini/gemini-2.5-pro`). */
function listing(target: Target): Listing | null {
  const parts = splitTarget(target);
  if (parts === null) return null;
  const provider = libraryProvider(parts.provider);
  if (findProvider({ providerId: provider })?.id !== provider) return null;
  const slash = parts.model.indexOf("/");
  const names = [parts.model];
  if (slash > 0 && libraryProvider(parts.model.slice(0, slash)) === provider) names.push(parts.model.slice(slash + 1));
  for (const model of names) {
    const info = calcPrice({}, model, { providerId: provider })?.model;
    if (info !== undefined) return { provider, model, info };
  }
  return null;
}

/**
 * The library's rate card of a target, or null where it lists no price per token.
 * A price without a date holds from the beginning. Where a model has hours of the day with another price (DeepSeek), the price in force
 * for most of the day stands for all of it: no off-peak discount, no peak surcharge.
 */
export function libraryCard(target: Target): RateCard | null {
  const found = listing(target);
  if (found === null) return null;
  const spans: RateSpan[] = [];
  for (const from of startsOf(found.info)) {
    const tiers = tiersOf(pricesOn(found, from === -Infinity ? UNDATED_MS : from));
    if (tiers === null) return null;
    spans.push({ from, tiers });
  }
  return { spans: mergeSpans(spans), source: "library" };
}

function startsOf(info: ModelInfo): readonly number[] {
  const starts = new Set([-Infinity]);
  for (const { constraint } of Array.isArray(info.prices) ? info.prices : []) {
    if (constraint?.type === "start_date") starts.add(Date.parse(constraint.start_date));
  }
  return [...starts];
}

/** The prices in force for most of the UTC day that begins at `day`, as the library itself resolves them. */
function pricesOn({ provider, model, info }: Listing, day: number): ModelPrice {
  const hourly =
    Array.isArray(info.prices) && info.prices.some(({ constraint }) => constraint?.type === "time_of_date");
  const step = hourly ? DAY_MS / 96 : DAY_MS;
  const quarters = new Map<ModelPrice, number>();
  for (let at = day; at < day + DAY_MS; at += step) {
    const prices = calcPrice({}, model, { providerId: provider, timestamp: new Date(at) })?.model_price ?? {};
    quarters.set(prices, (quarters.get(prices) ?? 0) + 1);
  }
  return [...quarters].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** Whether the library lists the target, with or without a price per token. */
export function libraryKnows(target: Target): boolean {
  return listing(target) !== null;
}

/** Total context in tokens as the library has it, else null. */
export function libraryContextWindow(target: Target): number | null {
  return listing(target)?.info.context_window ?? null;
}

/** The makers among whose own models the library lists this name; Google's cloud lists Claude too, but did not make it. */
export function makersOf(model: string): readonly string[] {
  const makers = MAKERS.filter((maker) => {
    const info = calcPrice({}, model, { providerId: maker })?.model;
    return info !== undefined && (findProvider({ providerId: maker })?.models.includes(info) ?? false);
  });
  return makers.length > 1 ? makers.filter((maker) => maker !== "google") : makers;
}

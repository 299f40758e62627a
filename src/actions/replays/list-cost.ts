import { costOf, rateAt, type RateCard } from "../../core/rates.ts";
import { remembered } from "../../core/remembered.ts";
import type { Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Frame, Segment } from "../../replay/frame.ts";

/** USD by price list of a segment's rows at their own date; NaN where price or tokens are not known. */
export function listCosts(
  frame: Frame,
  prices: Pick<PriceBook, "card">,
): (segment: Segment) => (row: number) => number {
  const targets = frame.dictionary("target");
  const card = remembered((target: Target): RateCard | null => prices.card(target));
  return (segment) => {
    const [target, at, uncached] = [
      segment.column("target"),
      segment.column("created_at"),
      segment.column("input_uncached"),
    ];
    const [read, written] = [segment.column("cache_read"), segment.column("cache_write")];
    const [output, reasoning] = [segment.column("output"), segment.column("reasoning")];
    return (row) => {
      const name = targets[target[row]!] ?? null;
      const known = name === null || uncached[row]! < 0 || output[row]! < 0 ? null : card(name);
      const rate = known === null ? null : rateAt(known, at[row]!);
      if (rate === null) return Number.NaN;
      return costOf(rate.span, {
        input_uncached: uncached[row]!,
        cache_read: Math.max(0, read[row]!),
        cache_write: Math.max(0, written[row]!),
        output: output[row]!,
        reasoning: Math.max(0, reasoning[row]!),
      });
    };
  };
}

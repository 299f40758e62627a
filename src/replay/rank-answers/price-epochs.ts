import type { Target } from "../../core/target.ts";
import type { Knowledge } from "../knowledge/index.ts";

/** Spans of time in which no price of some targets changes. */
export interface PriceEpochs {
  /** Number of the span an instant lies in. */
  of(at: number): number;
}

/** The epochs of these targets' prices. The span found last is tried first, so instants in order of time are found at once. */
export function priceEpochs(targets: readonly Target[], knowledge: Knowledge): PriceEpochs {
  const starts = new Set<number>();
  for (const target of targets)
    for (const span of knowledge.surroundings.rates(target)?.spans ?? []) starts.add(span.from);
  const borders = [...starts].toSorted((a, b) => a - b);
  let epoch = 0;
  let from = Number.NEGATIVE_INFINITY;
  let to = from;
  return {
    of(at) {
      if (at >= from && at < to) return epoch;
      epoch = 0;
      while (epoch < borders.length && borders[epoch]! <= at) epoch++;
      from = borders[epoch - 1] ?? Number.NEGATIVE_INFINITY;
      to = borders[epoch] ?? Number.POSITIVE_INFINITY;
      return epoch;
    },
  };
}

import type { Target } from "../core/target.ts";
import type { Knowledge } from "../replay/knowledge/index.ts";

/** What an experiment rested on, as data to keep: prices, capabilities, quality, what the log held of each target. */
export function factsOf(knowledge: Knowledge, targets: readonly Target[]): object {
  const { census, surroundings } = knowledge;
  const all = [...new Set([...census.targets.keys(), ...targets])];
  return {
    price_version: surroundings.priceVersion,
    rows: census.rows,
    oldest: census.oldest,
    newest: census.newest,
    targets: all.map((target) => ({
      target,
      rows: census.targets.get(target)?.rows ?? 0,
      failures: census.targets.get(target)?.failures ?? 0,
      rates: surroundings.rates(target),
      capabilities: surroundings.capabilities(target),
      quality: surroundings.quality.get(target) ?? null,
    })),
  };
}

import type { TimeBin } from "../../../stats/time-histogram.ts";

/** One bin with what both sides have in it. */
export interface SharedBin {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly baseline: number;
  readonly candidate: number;
}

/** The bins of both sides as one row of bins, gaps between the sides filled by wide bins that hold nothing. */
export function sharedBins(baseline: readonly TimeBin[], candidate: readonly TimeBin[]): readonly SharedBin[] {
  const found = new Map<number, SharedBin>();
  const take = (bins: readonly TimeBin[], side: "baseline" | "candidate"): void => {
    for (const { from_ms, to_ms, count } of bins) {
      const one = found.get(from_ms) ?? { from_ms, to_ms, baseline: 0, candidate: 0 };
      found.set(from_ms, { ...one, [side]: count });
    }
  };
  take(baseline, "baseline");
  take(candidate, "candidate");
  const bins = [...found.values()].toSorted((a, b) => a.from_ms - b.from_ms);
  return bins.flatMap((bin, at) => {
    const before = bins[at - 1];
    return before === undefined || before.to_ms === bin.from_ms
      ? [bin]
      : [{ from_ms: before.to_ms, to_ms: bin.from_ms, baseline: 0, candidate: 0 }, bin];
  });
}

/** Share of the counts that lie left of each upper edge: how a side adds up. */
export function reached(bins: readonly SharedBin[], side: "baseline" | "candidate"): readonly number[] {
  const n = bins.reduce((sum, bin) => sum + bin[side], 0);
  let below = 0;
  return bins.map((bin) => (n === 0 ? 0 : (below += bin[side]) / n));
}

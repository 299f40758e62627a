/** Values from `from_ms` on and below `to_ms`. */
export interface TimeBin {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly count: number;
}

/** Counts times in bins that are the same for whatever is counted, so that two sides can be held against each other. */
export interface TimeHistogram {
  /** NaN is not known, and not counted. */
  add(ms: number, count?: number): void;
  /** The first to the last bin that holds anything; empty ones between them are there. None where nothing was counted. */
  bins(): readonly TimeBin[];
}

/** Ten steps a decade of nearly equal ratio, as written on scales (Renard's R10). */
const STEPS = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8];
/** From 1 ms to 1e8 ms, about a day; what is below or above is in the first or the last bin. */
const DECADES = 8;

const EDGES: readonly number[] = [
  0,
  ...Array.from({ length: DECADES }, (_, decade) =>
    STEPS.map((step) => Math.round(step * 10 ** (decade + 2)) / 100),
  ).flat(),
  10 ** DECADES,
];
const BINS = EDGES.length - 1;

/** The bin of a time: the last whose lower edge is not above it. */
function binOf(ms: number): number {
  let [low, high] = [0, BINS - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((EDGES[middle] as number) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function timeHistogram(): TimeHistogram {
  const counts = new Float64Array(BINS);
  return {
    add(ms, count = 1) {
      if (ms === ms) counts[binOf(ms)]! += count;
    },
    bins() {
      const first = counts.findIndex((count) => count > 0);
      if (first === -1) return [];
      const last = counts.findLastIndex((count) => count > 0);
      return Array.from(counts.subarray(first, last + 1), (count, at) => ({
        from_ms: EDGES[first + at] as number,
        to_ms: EDGES[first + at + 1] as number,
        count,
      }));
    },
  };
}

/** The bins of a list of times. */
export function timeBins(times: Iterable<number>): readonly TimeBin[] {
  const histogram = timeHistogram();
  for (const ms of times) histogram.add(ms);
  return histogram.bins();
}

/** The known (not NaN) values of a column, ready to give any of its order statistics without a full sort. */
export interface OrderStatistics {
  /** How many values are known. */
  readonly n: number;
  /** The values at 1-based ranks among the known ones, each equal to what a full sort would give; the ranks must lie in 1..n. */
  at(ranks: readonly number[]): number[];
}

/** Below this many values a bin is sorted as it is. */
const SORTABLE = 8192;
const EQUAL_BINS = 4096;

/**
 * Counts the first `count` values into bins of the high bits of their doubles (sign, exponent and some of the mantissa order like the
 * numbers themselves); `at` then gathers and sorts only the bins that hold a wanted rank. Two passes over the column, O(n).
 */
export function orderStatistics(values: Float64Array, count: number = values.length): OrderStatistics {
  const bits = count < 4096 ? 12 : count < 131_072 ? 16 : 18;
  const shift = 32 - bits;
  const words = highWords(values, count);
  const counts = new Uint32Array(1 << bits);
  let n = 0;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as number;
    if (value !== value) continue;
    const word = words[2 * index + 1] as number;
    const bin = (word ^ ((word >> 31) | 0x80000000)) >>> shift;
    counts[bin] = (counts[bin] as number) + 1;
    n += 1;
  }

  function at(ranks: readonly number[]): number[] {
    const order = ranks.map((_, index) => index).sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
    const wanted = locate(
      counts,
      order.map((index) => ranks[index] as number),
      n,
    );
    const offsets = new Int32Array(counts.length).fill(-1);
    let room = 0;
    for (const { bin } of wanted) {
      offsets[bin] = room;
      room += counts[bin] as number;
    }
    const gathered = new Float64Array(room);
    for (let index = 0; index < count; index += 1) {
      const word = words[2 * index + 1] as number;
      const bin = (word ^ ((word >> 31) | 0x80000000)) >>> shift;
      const offset = offsets[bin] as number;
      if (offset < 0) continue;
      const value = values[index] as number;
      if (value !== value) continue;
      gathered[offset] = value;
      offsets[bin] = offset + 1;
    }
    const found: number[] = [];
    let start = 0;
    for (const { bin, ranks } of wanted) {
      const end = start + (counts[bin] as number);
      found.push(...selectWithin(gathered.subarray(start, end), ranks));
      start = end;
    }
    const result: number[] = Array.from({ length: ranks.length });
    for (const [position, index] of order.entries()) result[index] = found[position] as number;
    return result;
  }

  return { n, at };
}

/** The values at 1-based ranks among the known ones of the first `count`. */
export function selectOrderStatistics(values: Float64Array, count: number, ranks: readonly number[]): number[] {
  return orderStatistics(values, count).at(ranks);
}

/** The doubles as pairs of 32-bit words; on every platform Node runs on, the high word is the second. */
function highWords(values: Float64Array, count: number): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, 2 * count);
}

interface WantedBin {
  readonly bin: number;
  /** 1-based within the bin, ascending. */
  readonly ranks: number[];
}

/** The bins that hold ascending ranks. */
function locate(counts: Uint32Array, ranks: readonly number[], n: number): WantedBin[] {
  const wanted: WantedBin[] = [];
  let bin = 0;
  let before = 0;
  for (const rank of ranks) {
    if (!(rank >= 1 && rank <= n)) throw new RangeError(`rank ${rank} outside 1..${n}`);
    while (before + (counts[bin] as number) < rank) {
      before += counts[bin] as number;
      bin += 1;
    }
    const last = wanted.at(-1);
    if (last?.bin === bin) last.ranks.push(rank - before);
    else wanted.push({ bin, ranks: [rank - before] });
  }
  return wanted;
}

/** Order statistics of values close together: by a sort, or for many, by equal-width bins first. Ranks are ascending; values may be reordered. */
function selectWithin(values: Float64Array, ranks: readonly number[]): number[] {
  if (values.length <= SORTABLE) return pick(values.sort(), ranks);
  let least = Infinity;
  let most = -Infinity;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) return ranks.map(() => least);
  const width = EQUAL_BINS / (most - least);
  if (!Number.isFinite(width) || width === 0) return pick(values.sort(), ranks);
  const counts = new Uint32Array(EQUAL_BINS + 2);
  const bins = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const bin = Math.trunc(((values[index] as number) - least) * width);
    bins[index] = bin;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return locate(counts, ranks, values.length).flatMap(({ bin, ranks }) => {
    const inside = new Float64Array(counts[bin] as number);
    for (let index = 0, filled = 0; filled < inside.length; index += 1) {
      if (bins[index] === bin) inside[filled++] = values[index] as number;
    }
    return inside.length > values.length / 2 ? pick(inside.sort(), ranks) : selectWithin(inside, ranks);
  });
}

function pick(values: Float64Array, ranks: readonly number[]): number[] {
  return ranks.map((rank) => values[rank - 1] as number);
}

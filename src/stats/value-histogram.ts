import { between, type7 } from "./quantile.ts";

/** 2048 bins an octave: a value is known to 2^-12 of itself. */
const BITS = 11;
/** Values below 2^-30 count as 0, values from 2^34 on as the largest seen. */
const LOWEST_EXPONENT = -30;
const OCTAVES = 64;
const BINS = OCTAVES << BITS;
/** High word of 2^-30, shifted to bins. */
const FIRST_KEY = (1023 + LOWEST_EXPONENT) << BITS;

/**
 * Counts of values >= 0 in half a megabyte, however many there are: quantiles within 2^-12 (0.0245 %) of the exact ones.
 * For windows too large to keep; latencies in ms and costs in USD both fit its range (1e-9 to 1.7e10).
 */
export interface ValueHistogram {
  /** Known (not NaN) values added. */
  readonly n: number;
  /** A negative value throws: it is a bug upstream. */
  add(value: number): void;
  addAll(values: Float64Array, count?: number): void;
  /** Takes another histogram's counts in; the order of merging does not matter. */
  merge(other: ValueHistogram): void;
  /** Type 7 over the binned values; null where there are none. */
  quantile(q: number): number | null;
  /** The binned values at 1-based ranks. */
  at(ranks: readonly number[]): number[];
  /** Tells each value that was counted, as its bin has it, and how often it was. */
  visit(tell: (value: number, count: number) => void): void;
  /** What `merge` reads. */
  readonly counts: Uint32Array;
  readonly least: number;
  readonly most: number;
}

/** An empty histogram. */
export function valueHistogram(): ValueHistogram {
  const counts = new Uint32Array(BINS + 2);
  const single = new Float64Array(1);
  let n = 0;
  let least = Infinity;
  let most = -Infinity;

  function addAll(values: Float64Array, count: number = values.length): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
    for (let index = 0; index < count; index += 1) {
      // -0 + 0 is 0: both zeros are the same value.
      const value = (values[index] as number) + 0;
      if (value !== value) continue;
      if (value < 0) throw new RangeError(`a histogram holds values from 0 on, not ${value}`);
      const key = (((words[2 * index + 1] as number) & 0x7fffffff) >>> (20 - BITS)) - FIRST_KEY;
      const bin = key < 0 ? 0 : key >= BINS ? BINS + 1 : key + 1;
      counts[bin] = (counts[bin] as number) + 1;
      if (value < least) least = value;
      if (value > most) most = value;
      n += 1;
    }
  }

  function at(ranks: readonly number[]): number[] {
    const order = ranks.map((_, index) => index).sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
    const found: number[] = Array.from({ length: ranks.length });
    let bin = 0;
    let reached = counts[0] as number;
    for (const index of order) {
      const rank = ranks[index] as number;
      if (!(rank >= 1 && rank <= n)) throw new RangeError(`rank ${rank} outside 1..${n}`);
      while (reached < rank) {
        bin += 1;
        reached += counts[bin] as number;
      }
      found[index] = valueAt(bin);
    }
    return found;
  }

  const valueAt = (bin: number): number => Math.min(most, Math.max(least, middleOf(bin)));

  return {
    counts,
    get n() {
      return n;
    },
    get least() {
      return least;
    },
    get most() {
      return most;
    },
    add(value) {
      single[0] = value;
      addAll(single);
    },
    addAll,
    merge(other) {
      for (let bin = 0; bin < counts.length; bin += 1)
        counts[bin] = (counts[bin] as number) + (other.counts[bin] as number);
      n += other.n;
      least = Math.min(least, other.least);
      most = Math.max(most, other.most);
    },
    quantile(q) {
      if (n === 0) return null;
      const { low, high, weight } = type7(n, q);
      const [from, to] = at([low, high]) as [number, number];
      return between(from, to, weight);
    },
    at,
    visit(tell) {
      for (let bin = 0; bin < counts.length; bin += 1) {
        const count = counts[bin] as number;
        if (count > 0) tell(valueAt(bin), count);
      }
    },
  };
}

function middleOf(bin: number): number {
  if (bin === 0) return 0;
  if (bin > BINS) return Infinity;
  const key = bin - 1;
  const octave = 2 ** (LOWEST_EXPONENT + (key >> BITS));
  return octave * (1 + ((key & ((1 << BITS) - 1)) + 0.5) / (1 << BITS));
}

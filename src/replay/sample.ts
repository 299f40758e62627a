import { hash64, roll } from "../core/dice.ts";
import { selectOrderStatistics } from "../stats/select-order-statistics.ts";
import type { Segment } from "./frame.ts";
import type { Rows } from "./partition.ts";

export const DEFAULT_SEED = "understudy";

/** The key a row is sampled by: smallest keys are in the sample. Keys do not depend on order, so samples nest. */
export type SampleKeys = (segment: Segment) => (row: number) => number;

/**
 * Bottom-k keys of a seed. The default seed's are stored (SHA-256 of "understudy:" + request id, top 53 bits); any
 * other seed mixes its own hash with the stored hash of the request id.
 */
export function sampleKeys(seed: string): SampleKeys {
  if (seed === DEFAULT_SEED) {
    return (segment) => {
      const keys = segment.column("sample_key");
      return (row) => keys[row]!;
    };
  }
  const salt = hash64(seed);
  return (segment) => {
    const hi = segment.column("id_hi");
    const lo = segment.column("id_lo");
    return (row) => roll(salt.hi, salt.lo, hi[row]!, lo[row]!);
  };
}

export interface SampleSize {
  /** Rows to take at most; Infinity = all. */
  readonly rows: number;
  readonly seed: string;
}

/**
 * The largest key that is in a sample of `size.rows` rows, Infinity where all are.
 * @param keys the key of every row of the window, filled up to `count`
 */
export function sampleThreshold(keys: Float64Array, count: number, size: SampleSize): number {
  if (count <= size.rows) return Number.POSITIVE_INFINITY;
  return selectOrderStatistics(keys, count, [size.rows])[0] as number;
}

/** The rows whose key is within the threshold. */
export function withinThreshold(rows: Rows, keyOf: (row: number) => number, threshold: number): Rows {
  if (threshold === Number.POSITIVE_INFINITY) return rows;
  return rows.filter((row) => keyOf(row) <= threshold);
}

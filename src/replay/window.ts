import { REPLAYABILITY, type Replayability } from "../core/exchange.ts";
import { BIT, type Frame } from "./frame.ts";
import { allRows, type Rows } from "./partition.ts";
import type { Selection } from "./replay-policy.ts";
import { noneLeftOut, rowSelector, type LeftOut, type RowFilter } from "./rows.ts";
import { sampleKeys, sampleThreshold, withinThreshold, type SampleSize } from "./sample.ts";

/** A window's rows, chosen once and replayed as often as wanted. */
export interface Window {
  readonly selection: Selection;
  /** Baseline rows in the window, sampled or not. */
  readonly window_requests: number;
  readonly left_out: LeftOut;
  /** Sampled rows by whether their request could be sent again. */
  readonly replayability: Readonly<Record<Replayability, number>>;
  /** Share of the window in the sample: the inclusion probability of every row. */
  readonly inclusion_probability: number;
  readonly seed: string;
  /** Smallest and largest `created_at` of the replayed rows, ms; null where there are none. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

function endsOf(rows: Rows, at: Float64Array): { readonly oldest: number; readonly newest: number } {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    const when = at[rows[i]!]!;
    if (when < oldest) oldest = when;
    if (when > newest) newest = when;
  }
  return { oldest, newest };
}

function countReplayability(rows: Rows, bits: Uint32Array, counts: Float64Array): void {
  for (let i = 0; i < rows.length; i++) counts[(bits[rows[i]!]! >>> BIT.replayability) & 7]!++;
}

/** Chooses the rows of a window: filter, then the bottom-k sample where there are more than wanted. */
export function chooseWindow(frame: Frame, filter: RowFilter, size: SampleSize): Window {
  const leftOut = noneLeftOut();
  const select = rowSelector(frame, filter, leftOut);
  const chosen: Rows[] = [];
  let count = 0;
  let everything: Rows = new Uint32Array(0);
  for (const segment of frame.segments()) {
    const rows = select(segment);
    count += rows.length;
    if (rows.length === segment.rows) {
      if (everything.length < rows.length) everything = allRows(rows.length);
      chosen.push(everything.subarray(0, rows.length));
    } else chosen.push(rows);
  }
  const window_requests = count;

  if (count > size.rows) {
    const keys = sampleKeys(size.seed);
    const all = new Float64Array(count);
    let filled = 0;
    let index = 0;
    for (const segment of frame.segments()) {
      const rows = chosen[index++]!;
      if (rows.length === 0) continue;
      const keyOf = keys(segment);
      for (let i = 0; i < rows.length; i++) all[filled++] = keyOf(rows[i]!);
    }
    const threshold = sampleThreshold(all, count, size);
    index = 0;
    count = 0;
    for (const segment of frame.segments()) {
      const rows = chosen[index]!;
      const kept = rows.length === 0 ? rows : withinThreshold(rows, keys(segment), threshold);
      count += kept.length;
      chosen[index++] = kept;
    }
  }

  const replayability = new Float64Array(REPLAYABILITY.length);
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  let index = 0;
  for (const segment of frame.segments()) {
    const rows = chosen[index++]!;
    if (rows.length === 0) continue;
    const at = segment.column("created_at");
    const bits = segment.column("bits");
    const ends = endsOf(rows, at);
    oldest = Math.min(oldest, ends.oldest);
    newest = Math.max(newest, ends.newest);
    countReplayability(rows, bits, replayability);
  }

  return {
    selection: {
      rows: count,
      *segments() {
        let position = 0;
        for (const segment of frame.segments()) yield { segment, rows: chosen[position++]! };
      },
    },
    window_requests,
    left_out: leftOut,
    replayability: Object.fromEntries(
      REPLAYABILITY.map((reason, code) => [reason, replayability[code]!]),
    ) as Window["replayability"],
    inclusion_probability: window_requests === 0 ? 1 : count / window_requests,
    seed: size.seed,
    oldest: count === 0 ? null : oldest,
    newest: count === 0 ? null : newest,
  };
}

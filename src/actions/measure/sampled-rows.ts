import type { ExperimentFrame } from "../../experiments/index.ts";
import { REPLAYABILITY } from "../../core/exchange.ts";
import { BIT, type Segment } from "../../replay/frame.ts";
import { sampleKeys, sampleThreshold } from "../../replay/sample.ts";
import type { Window } from "../../replay/window.ts";

/** A row of the sample. */
export interface SampledRow {
  /** Of the store. */
  readonly seq: number;
  /** USD as logged, else by price list; null where it is not known. */
  readonly cost_usd: number | null;
}

/** The rows of a window that can be sent again, and those of them that will be. */
export interface SampledRows {
  readonly frame: ExperimentFrame;
  /** In hash order. */
  readonly rows: readonly SampledRow[];
  /** Over all replayable rows of the window, USD; null where one is not priced. */
  readonly window_cost_usd: number | null;
}

const EXACT = REPLAYABILITY.indexOf("exact");
const MISSING = REPLAYABILITY.indexOf("body_missing");

/**
 * Draws the rows with the smallest keys of those that can be sent again.
 * @param window of all rows, none left out by a sample
 * @param list USD by price list of a segment's rows; NaN where it is not known
 */
export function sampleRows(
  window: Window,
  list: (segment: Segment) => (row: number) => number,
  most: number,
): SampledRows {
  const keys = sampleKeys(window.seed);
  const replayable = window.replayability.exact;
  const key = new Float64Array(replayable);
  const seq = new Float64Array(replayable);
  const cost = new Float64Array(replayable);
  let filled = 0;
  for (const { segment, rows } of window.selection.segments()) {
    if (rows.length === 0) continue;
    const [keyOf, listed] = [keys(segment), list(segment)];
    const [bits, seqs, logged] = [segment.column("bits"), segment.column("seq"), segment.column("cost_logged")];
    for (const row of rows) {
      if (((bits[row]! >>> BIT.replayability) & 7) !== EXACT) continue;
      key[filled] = keyOf(row);
      seq[filled] = seqs[row]!;
      const paid = logged[row]!;
      cost[filled++] = Number.isNaN(paid) ? listed(row) : paid;
    }
  }
  const threshold = sampleThreshold(key.slice(), replayable, { rows: most, seed: window.seed });
  const chosen: number[] = [];
  let total: number | null = 0;
  for (let at = 0; at < replayable; at++) {
    if (key[at]! <= threshold) chosen.push(at);
    total = total === null || Number.isNaN(cost[at]!) ? null : total + cost[at]!;
  }
  chosen.sort((a, b) => key[a]! - key[b]! || seq[a]! - seq[b]!);
  const rows = chosen
    .slice(0, most)
    .map((at) => ({ seq: seq[at]!, cost_usd: Number.isNaN(cost[at]!) ? null : cost[at]! }));
  const others = Object.entries(window.replayability).filter(([reason, count]) => reason !== "exact" && count > 0);
  return {
    frame: {
      window_rows: window.window_requests,
      with_body: window.window_requests - window.replayability[REPLAYABILITY[MISSING]!],
      replayable,
      unreplayable: Object.fromEntries(others),
      sampled: rows.length,
    },
    rows,
    window_cost_usd: total,
  };
}

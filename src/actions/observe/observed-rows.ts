import { OperatorError } from "../../core/errors.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { RowFilter } from "../../replay/rows.ts";
import type { Store } from "../../store/control.ts";
import { openReplay } from "../open-replay.ts";
import { outcomesByRow } from "../outcomes-by-row.ts";
import type { SecurityGate } from "../security-gate.ts";
import type { WindowRequest } from "../window.ts";
import { observedRow, type ObservedRow, type Unusable } from "./observed-row.ts";

/** Which rows of the log a pack is drafted from. */
export interface ObservedWindow {
  readonly window: WindowRequest;
  readonly filter: Omit<RowFilter, "from" | "to">;
  /** Rows at most; null = all. */
  readonly sample: number | null;
  readonly seed: string | null;
  /** ms since the epoch. */
  readonly now: number;
}

export interface ObservedRows {
  /** Of the window, sampled or not. */
  readonly window_rows: number;
  readonly sampled: number;
  /** In the order of time. */
  readonly rows: readonly ObservedRow[];
  readonly unusable: Readonly<Partial<Record<Unusable, number>>>;
  readonly notes: readonly string[];
}

/** A case is two files, and a folder of more files than this is no longer a thing to review. */
const MOST_ROWS = 9_000;
const READ_AT_ONCE = 500;

/** Reads the rows of a window, or of a sample of it. Throws `window_empty`, `usage` where they are too many for a pack. */
export function observedRows(
  store: Store,
  prices: PriceBook,
  asked: ObservedWindow,
  gate: SecurityGate | null,
): ObservedRows {
  const { window, notes } = openReplay(store, prices, { ...asked, quality: null, inSampleTiers: false });
  const { selection } = window;
  if (selection.rows > MOST_ROWS) {
    throw new OperatorError("usage", `${selection.rows} rows are more than a pack can hold`, {
      field: "--sample",
      hint: `Take ${MOST_ROWS} at most: --sample 200 is where most begin.`,
    });
  }
  const seqs: number[] = [];
  for (const { segment, rows } of selection.segments()) {
    const seq = segment.column("seq");
    for (const row of rows) seqs.push(seq[row]!);
  }
  const outcomes = outcomesByRow(store.traffic);
  const found: ObservedRow[] = [];
  const unusable: Partial<Record<Unusable, number>> = {};
  for (let at = 0; at < seqs.length; at += READ_AT_ONCE) {
    for (const row of store.traffic.bySeq(seqs.slice(at, at + READ_AT_ONCE))) {
      const observed = observedRow(row, outcomes.get(row.request_id) ?? {}, gate);
      if (typeof observed === "string") unusable[observed] = (unusable[observed] ?? 0) + 1;
      else found.push(observed);
    }
  }
  found.sort((a, b) => a.logged_at - b.logged_at || (a.request_id < b.request_id ? -1 : 1));
  return { window_rows: window.window_requests, sampled: selection.rows, rows: found, unusable, notes };
}

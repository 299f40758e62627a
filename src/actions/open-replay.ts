import { OperatorError } from "../core/errors.ts";
import type { Target } from "../core/target.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Frame } from "../replay/frame.ts";
import { makeKnowledge, type Quality } from "../replay/knowledge/index.ts";
import { makeWorkbench, type Workbench } from "../replay/replay-policy.ts";
import type { RowFilter } from "../replay/rows.ts";
import { DEFAULT_SEED } from "../replay/sample.ts";
import { chooseWindow, type Window } from "../replay/window.ts";
import type { Store } from "../store/control.ts";
import { capabilitiesOf } from "./replay-world.ts";
import { windowBounds, type WindowRequest } from "./window.ts";

const DAY_MS = 86_400_000;
/** The window where none is asked for; a log with nothing in it is taken whole. */
const DEFAULT_DAYS = 7;

/** Rows replayed unless told otherwise. */
export const DEFAULT_SAMPLE = 50_000;

/** Rows up to which a log's columns stay in memory between passes. */
const KEPT_ROWS = 3_000_000;

export interface ReplayRequest {
  readonly window: WindowRequest;
  readonly filter: Omit<RowFilter, "from" | "to">;
  /** Rows at most; null = all. */
  readonly sample: number | null;
  readonly seed: string | null;
  readonly quality: ((frame: Frame) => ReadonlyMap<Target, Quality>) | null;
  readonly inSampleTiers: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

/** A window of the log, ready to be replayed as often as wanted. */
export interface OpenReplay {
  readonly bench: Workbench;
  readonly window: Window;
  readonly from: number | null;
  readonly to: number | null;
  readonly notes: readonly string[];
}

function boundsOf(
  request: ReplayRequest,
  newest: number,
): { readonly from?: number; readonly to?: number; readonly note?: string } {
  const { window, now } = request;
  if (window.last !== undefined || window.from !== undefined || window.to !== undefined) {
    return windowBounds(window, now, newest);
  }
  if (newest >= now - DEFAULT_DAYS * DAY_MS) return { from: now - DEFAULT_DAYS * DAY_MS, to: now };
  const date = new Date(newest).toISOString().slice(0, 10);
  return { note: `No window was given and the newest row is of ${date}: the whole log was taken.` };
}

/** Opens a window. Throws `window_empty` where no row is in it. */
export function openReplay(store: Store, prices: PriceBook, request: ReplayRequest): OpenReplay {
  const stats = store.traffic.stats();
  if (stats.newest === null) {
    throw new OperatorError("window_empty", "the log is empty", { hint: "Fill it first: understudy import FILE." });
  }
  const frame = store.traffic.frame({ keep: stats.rows <= KEPT_ROWS });
  const knowledge = makeKnowledge(frame, {
    priceVersion: prices.version,
    rates: (target) => prices.card(target),
    capabilities: capabilitiesOf(prices),
    quality: request.quality === null ? new Map() : request.quality(frame),
    inSampleTiers: request.inSampleTiers,
  });
  const { note, ...bounds } = boundsOf(request, stats.newest);
  const window = chooseWindow(
    frame,
    { ...request.filter, ...bounds },
    { rows: request.sample ?? Number.POSITIVE_INFINITY, seed: request.seed ?? DEFAULT_SEED },
  );
  if (window.selection.rows === 0) throw emptyWindow(bounds, stats.oldest ?? stats.newest, stats.newest);
  return {
    bench: makeWorkbench(knowledge),
    window,
    from: bounds.from ?? null,
    to: bounds.to ?? null,
    notes: note === undefined ? [] : [note],
  };
}

function emptyWindow(
  bounds: { readonly from?: number; readonly to?: number },
  oldest: number,
  newest: number,
): OperatorError {
  const iso = (at: number): string => new Date(at).toISOString();
  const asked =
    bounds.from === undefined && bounds.to === undefined
      ? "the log"
      : `${bounds.from === undefined ? "the beginning" : iso(bounds.from)} to ${bounds.to === undefined ? "now" : iso(bounds.to)}`;
  return new OperatorError("window_empty", `no row fits the filters in ${asked}`, {
    hint: `The log goes from ${iso(oldest)} to ${iso(newest)}: widen the window (--from, --to, --last with --newest) or drop a filter.`,
  });
}

import { OperatorError } from "../core/errors.ts";
import type { Target } from "../core/target.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Frame } from "../replay/frame.ts";
import type { Census } from "../replay/knowledge/census.ts";
import { makeKnowledge, type Quality } from "../replay/knowledge/index.ts";
import { makeWorkbench, type Workbench } from "../replay/replay-policy.ts";
import { taughtBy } from "../replay/knowledge/taught.ts";
import { BASELINE_ORIGINS, newestRow, type RowFilter } from "../replay/rows.ts";
import { DEFAULT_SEED } from "../replay/sample.ts";
import { chooseWindow, type Window } from "../replay/window.ts";
import type { Store } from "../store/control.ts";
import { emptyWindow } from "./empty-window.ts";
import { retentionNote } from "./retention.ts";
import { capabilitiesOf } from "../replay/replay-world.ts";
import { DEFAULT_LENGTH_MS, windowBounds, type WindowRequest } from "./window.ts";

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

/** The bounds of a window, with a note where none was asked for. @param newestRow of the origins asked for: looked up only where no window says it all */
export function boundsOf(
  request: Pick<ReplayRequest, "window" | "now">,
  newestRow: () => number,
): { readonly from?: number; readonly to?: number; readonly note?: string } {
  const { window, now } = request;
  const { last, from, to, newest: fromNewest } = window;
  if (last !== undefined || from !== undefined || to !== undefined || fromNewest === true) {
    return windowBounds(window, now, fromNewest === true ? newestRow() : null);
  }
  const newest = newestRow();
  if (newest >= now - DEFAULT_LENGTH_MS) return { from: now - DEFAULT_LENGTH_MS, to: now };
  const date = new Date(newest).toISOString().slice(0, 10);
  return { note: `No window was given and the newest row is of ${date}: the whole log was taken.` };
}

/**
 * Opens a window. Throws `window_empty` where no row is in it.
 * @param manyPolicies more than a few policies will be replayed over it
 */
export function openReplay(store: Store, prices: PriceBook, request: ReplayRequest, manyPolicies = false): OpenReplay {
  const stats = store.traffic.stats();
  if (stats.newest === null) {
    throw new OperatorError("window_empty", "the log is empty", { hint: "Fill it first: understudy import FILE." });
  }
  const frame = store.traffic.frame({ keep: stats.rows <= KEPT_ROWS });
  const quality = request.quality === null ? new Map<Target, Quality>() : request.quality(frame);
  const knowledge = makeKnowledge(frame, {
    priceVersion: prices.version,
    rates: (target) => prices.card(target),
    capabilities: capabilitiesOf(prices),
    quality,
    inSampleTiers: request.inSampleTiers,
    taught: taughtBy(store.control.lessons()),
  });
  const inLog = { oldest: stats.oldest ?? stats.newest, newest: stats.newest };
  const newest = (): number => newestRow(frame, request.filter.origins ?? BASELINE_ORIGINS) ?? inLog.newest;
  const { note, ...bounds } = boundsOf(request, newest);
  const window = chooseWindow(
    frame,
    { ...request.filter, ...bounds },
    { rows: request.sample ?? Number.POSITIVE_INFINITY, seed: request.seed ?? DEFAULT_SEED },
  );
  if (window.selection.rows === 0) {
    throw emptyWindow(frame, request.filter, bounds, { ...inLog, newest: newest() });
  }
  return {
    bench: makeWorkbench(knowledge, manyPolicies),
    window,
    from: bounds.from ?? null,
    to: bounds.to ?? null,
    notes: [
      ...[note, retentionNote(store.control, request.filter.project, bounds.from ?? null, request.now)].filter(
        (text) => text !== undefined && text !== null,
      ),
      ...unservedScores(quality, knowledge.census, prices),
    ],
  };
}

/** Scores of targets that neither the log nor a price knows: most likely mistyped. */
function unservedScores(quality: ReadonlyMap<Target, Quality>, census: Census, prices: PriceBook): readonly string[] {
  const unserved = [...quality.keys()].filter((target) => !census.targets.has(target) && !prices.knows(target));
  return unserved.length === 0
    ? []
    : [`Quality scores name targets that nobody is known to serve: ${unserved.join(", ")}.`];
}

import type { PriceBook } from "../prices/price-book.ts";
import type { PriceFile } from "../prices/index.ts";
import { previewBytes } from "../replay/preview.ts";
import type { Store } from "../store/control.ts";
import { openReplay, type ReplayRequest } from "./open-replay.ts";

/** Rows handed out at most: 176 bytes each, and what the log tells of its targets beside them. */
const MOST_ROWS = 200_000;

export type PreviewFrameRequest = Pick<ReplayRequest, "window" | "filter" | "sample" | "seed" | "now">;

/**
 * The rows that a simulation would replay, as columns, and what else replaying them needs, for whoever replays them elsewhere: what the whole log tells
 * goes along. More than 200,000 are a sample of so many. Throws `window_empty`.
 */
export function previewFrame(
  store: Store,
  prices: PriceBook,
  priceFile: PriceFile | null,
  request: PreviewFrameRequest,
): Uint8Array<ArrayBuffer> {
  const sample = Math.min(request.sample ?? MOST_ROWS, MOST_ROWS);
  const { bench, window, from, to, notes } = openReplay(store, prices, {
    ...request,
    sample,
    quality: null,
    inSampleTiers: false,
  });
  const { control } = store;
  return previewBytes(bench.knowledge.frame, window, {
    from,
    to,
    seed: request.seed,
    price_file: priceFile,
    lessons: control.lessons().map(({ run, learnt }) => ({ run, learnt })),
    configs: control.configs({ drafts: false }).map(({ name, version, policy }) => ({ name, version, policy })),
    notes,
  });
}

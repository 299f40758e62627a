import { thousands } from "../core/counts.ts";
import { OperatorError } from "../core/errors.ts";
import type { PriceFile } from "../prices/index.ts";
import { frameBytes } from "../replay/frame-bytes.ts";
import type { PreviewAbout } from "../replay/preview.ts";
import { BASELINE_ORIGINS, newestRow, type RowFilter } from "../replay/rows.ts";
import type { Store } from "../store/control.ts";
import { boundsOf } from "./open-replay.ts";
import { retentionNote } from "./retention.ts";
import type { WindowRequest } from "./window.ts";

/** Rows of a log up to which it is handed out as columns: 176 bytes each. */
const MOST_ROWS = 50_000;

export interface PreviewFrameRequest {
  readonly window: WindowRequest;
  readonly filter: Omit<RowFilter, "from" | "to">;
  /** ms since the epoch. */
  readonly now: number;
}

/**
 * The log as columns, and what else replaying a window of it needs, for whoever replays it elsewhere: the whole log, for what is known of
 * targets is drawn from all of it. Throws `window_empty` of an empty log and `frame_too_large`.
 */
export function previewFrame(
  { traffic, control }: Store,
  priceFile: PriceFile | null,
  { window, filter, now }: PreviewFrameRequest,
): Uint8Array {
  const { rows, newest } = traffic.stats();
  if (newest === null) throw new OperatorError("window_empty", "the log is empty");
  if (rows > MOST_ROWS)
    throw new OperatorError(
      "frame_too_large",
      `the log holds ${thousands(rows)} rows, and previews are made of ${thousands(MOST_ROWS)} at most`,
    );
  const frame = traffic.frame({ keep: true });
  const { note, ...bounds } = boundsOf(
    { window, now },
    () => newestRow(frame, filter.origins ?? BASELINE_ORIGINS) ?? newest,
  );
  const about: PreviewAbout = {
    filter: { ...filter, ...bounds },
    price_file: priceFile,
    lessons: control.lessons().map(({ run, learnt }) => ({ run, learnt })),
    configs: control.configs({ drafts: false }).map(({ name, version, policy }) => ({ name, version, policy })),
    notes: [note, retentionNote(control, filter.project, bounds.from ?? null, now)].filter(
      (text) => text !== undefined && text !== null,
    ),
  };
  return frameBytes(frame, about);
}

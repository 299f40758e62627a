import type { MirrorCounts } from "./counts.ts";

/** A mirror as its gateway sees it. */
export interface MirrorFigures {
  /** Its id. */
  readonly mirror: string;
  readonly candidate: string;
  /** Since the gateway started. */
  readonly counts: MirrorCounts;
  /** Requests that wait or are under way. */
  readonly waiting: number;
  /** On this UTC day. */
  readonly spent_usd: number;
}

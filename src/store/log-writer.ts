import type { BodyFlaw } from "../core/derived-columns.ts";
import type { Exchange } from "../core/exchange.ts";
import type { LiveTrace } from "../core/live/live-trace.ts";

/** Columns that follow from a row's bodies: worked out when it goes into the store, off the hot path. */
export type LateColumn =
  | "needs"
  | "signals"
  | "prompt_hash"
  | "request_hash"
  | "answer_hash"
  | "replayability"
  | "request_body"
  | "response_body"
  | "trace";

/** One served request as it stands when the answer is out, or a row that another log told of. */
export interface ServedRow extends Omit<Exchange, LateColumn> {
  /** Null = another log told of it: nothing was decided here. */
  readonly trace: LiveTrace | null;
  /** The client's body, as it came. */
  readonly request: Uint8Array;
  /** What the client was sent, as it went: a JSON document, or the bytes of a stream (reassembled into one when stored). */
  readonly response: readonly Uint8Array[];
  /** `response` holds server-sent events. */
  readonly response_events: boolean;
  /** Why a body is not what was sent or came; absent = nothing is known against either. */
  readonly flaws?: { readonly request: BodyFlaw | null; readonly response: boolean };
}

export interface LogStats {
  /** Rows taken and not yet on disk, and their bytes. */
  readonly waiting_rows: number;
  readonly waiting_bytes: number;
  /** Rows on disk and not yet in the store. */
  readonly spooled_rows: number;
  readonly written_rows: number;
  /** Rows written without bodies, and rows lost, because the queue was full (64 MB). */
  readonly bodies_dropped: number;
  readonly rows_lost: number;
  /** Null = all is well; else what keeps rows from the disk or the store. */
  readonly trouble: string | null;
}

/** Takes rows off the hot path: on disk within 50 ms, in the store soon after. */
export interface LogWriter {
  /** Never throws and never waits; a full queue drops bodies first, then counts rows as lost. */
  write(row: ServedRow): void;
  /** Resolves when there is room: what `log.on_full: block` waits for. */
  room(): Promise<void>;
  stats(): LogStats;
  /** True once everything written so far is in the store; false where that takes longer than 5 s: `stats().trouble` says why, and it goes in later. */
  flush(): Promise<boolean>;
  close(): Promise<void>;
}

import type { AnswerEnd, AnswerRest } from "../../core/live/live-send.ts";

/** What the client gets, ready to be written. */
export interface Served {
  readonly request_id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What can be written at once: everything where `rest` is null. */
  readonly chunks: readonly Uint8Array[];
  /** The same as an event, for a stream whose head is out already (keep-alive comments): an error has no other way then. Null = write `chunks`. */
  readonly lateEvent: string | null;
  readonly rest: AnswerRest | null;
  /** Writes the row: to be called once, when the client has everything or has left. `end` is what `rest.pipe` resolved with, `received` all bytes it handed over. */
  done(end: AnswerEnd | null, received: readonly Uint8Array[]): void;
}

import type { Dialect } from "../exchange.ts";
import type { JsonObject } from "../json.ts";
import type { OutcomeFailure, Signals } from "../outcome.ts";
import type { Send, Signal } from "../send.ts";
import type { Usage } from "../usage.ts";

/** A client's request after assembly, as an attempt gets it. */
export interface LiveRequest {
  readonly request_id: string;
  /** What the client speaks; every answer comes back in it. */
  readonly dialect: Dialect;
  /** The assembled body. */
  readonly body: JsonObject;
  /** The assembled body's bytes: the client's own where nothing was assembled. Same dialect in and out: sent as they are but for the closed patch list. */
  readonly bytes: Uint8Array;
  readonly stream: boolean;
  /** Nobody sees the answer before it is whole (cascade, ensemble, output guardrails, response schema): the attempt settles at its end. */
  readonly buffered: boolean;
  /** Aborts when the client leaves. Unlike an attempt's own signal it goes on after the attempt has settled. */
  readonly gone: Signal;
  /** When the request was first made, ms since the epoch, where it is asked again: the recording nearest to it is played. */
  readonly logged_at?: number;
}

/** How an answer ended, once all of it has come. */
export interface AnswerEnd {
  readonly ok: boolean;
  readonly failure: OutcomeFailure | null;
  readonly usage: Usage | null;
  /** The provider's own usage object. */
  readonly usage_raw: unknown;
  readonly cost_usd: number | null;
  /** ms from the attempt's start. */
  readonly latency_ms: number;
  readonly ttft_ms: number | null;
  /** Signals and hash are worked out where the attempt was buffered; else null, and left to the log. */
  readonly signals: Signals | null;
  readonly answer_hash: string | null;
}

/** Where the bytes of a stream go. */
export interface AnswerSink {
  /** False = full: nothing more is sent until `AnswerRest.drained`. */
  write(chunk: Uint8Array): boolean;
}

/** What of a stream is still to come after its first content. */
export interface AnswerRest {
  /** Hands over everything that comes from now on. A stream that breaks has written its error, in the dialect's own shape, before this resolves. */
  pipe(sink: AnswerSink): Promise<AnswerEnd>;
  drained(): void;
  /** Stops the provider: the client has left. `pipe` resolves with `cancelled`. */
  abort(): void;
}

/** An answer in the client's dialect: the `response` of a live attempt's outcome. */
export interface LiveAnswer {
  /** 200, or the provider's own status where a failed attempt has a body worth showing. */
  readonly status: number;
  readonly content_type: string;
  /** What has come so far: all of it where `rest` is null. */
  readonly chunks: readonly Uint8Array[];
  readonly rest: AnswerRest | null;
  /** Null while there is a rest. */
  readonly end: AnswerEnd | null;
  /** Fields of the request that the target's dialect could not carry, by name. */
  readonly dropped: readonly string[];
}

/**
 * One live call. A stream that is not buffered settles at its first content (ok, with a `rest`), everything else at its end.
 * From then on the attempt's signal is no longer listened to.
 */
export type LiveSend = Send<LiveRequest>;

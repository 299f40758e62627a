import type { AnswerEnd, AnswerSink, LiveAnswer, LiveRequest } from "../../core/live/live-send.ts";
import type { Outcome, OutcomeFailure } from "../../core/outcome.ts";
import type { Signal } from "../../core/send.ts";
import type { Target } from "../../core/target.ts";
import type { Usage } from "../../core/usage.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { countedEnd } from "../http/answer-end.ts";
import { begunOutcome, failedOutcome, wholeOutcome } from "../http/outcomes.ts";
import type { LiveSetup, Timeouts } from "../live-provider.ts";

export interface UnderWayParts {
  readonly request: LiveRequest;
  readonly target: Target;
  /** What the client speaks. */
  readonly dialect: Dialect;
  readonly timeouts: Timeouts;
  readonly setup: LiveSetup;
  /** Of the attempt; listened to until it settles. */
  readonly signal: Signal;
  readonly resolve: (outcome: Outcome) => void;
  /** Stops the provider. */
  readonly abort: () => void;
}

/** An answer's tokens, and how its provider counts them. */
export interface Counted {
  readonly usage: Usage | null;
  readonly raw: unknown;
}

/** The client's side of a translated attempt: when it settles, who has waited long enough, and where what is written goes. */
export interface AnswerUnderWay {
  /** Nothing more is taken: it has ended, or was given up. */
  readonly over: () => boolean;
  /** Names fields that the target was not told. */
  readonly drop: (names: readonly string[]) => void;
  /** Writes to the client. */
  readonly write: (text: string) => void;
  /** Null where the client takes more; else resolves once it does. */
  readonly full: () => Promise<void> | null;
  /** The provider has been heard of. */
  readonly heard: () => void;
  /** The first content has been written: what is not buffered settles. */
  readonly begin: () => void;
  /** The end. @param whole the answer's body; read only where answers are held against one another */
  readonly conclude: (failure: OutcomeFailure | null, counted: Counted, whole: () => unknown) => void;
}

const bytesOf = new TextEncoder();
export const UNCOUNTED: Counted = { usage: null, raw: null };

export function answerUnderWay(parts: UnderWayParts): AnswerUnderWay {
  const { request, target, dialect, timeouts, setup, signal, resolve, abort } = parts;
  const started = setup.runtime.now();
  const since = (): number => setup.runtime.now() - started;
  const dropped = new Set<string>();
  const chunks: Uint8Array[] = [];
  let ttft: number | null = null;
  let settled = false;
  let over = false;
  let sink: AnswerSink | null = null;
  let ended: AnswerEnd | null = null;
  let finish: ((end: AnswerEnd) => void) | null = null;
  let room: { readonly made: Promise<void>; readonly make: () => void } | null = null;
  let wait: NodeJS.Timeout | undefined;

  const answer = (end: AnswerEnd | null, rest: LiveAnswer["rest"]): LiveAnswer => ({
    status: 200,
    content_type: request.stream ? "text/event-stream; charset=utf-8" : "application/json",
    chunks: [...chunks],
    rest,
    end,
    dropped: [...dropped],
  });

  function hand(chunk: Uint8Array): void {
    if (sink === null) chunks.push(chunk);
    else if (!sink.write(chunk) && room === null) {
      const { promise: made, resolve: make } = Promise.withResolvers<void>();
      room = { made, make };
      // A provider that is held back is not to blame for its silence.
      clearTimeout(wait);
    }
  }

  function makeRoom(): void {
    if (room === null) return;
    room.make();
    room = null;
    if (!over) wait = setTimeout(idle, timeouts.idle);
  }

  function conclude(failure: OutcomeFailure | null, counted: Counted, whole: () => unknown): void {
    if (over) return;
    over = true;
    clearTimeout(total);
    clearTimeout(wait);
    signal.removeEventListener("abort", abandon);
    makeRoom();
    const end = countedEnd({ request, target, setup, latency_ms: since(), ttft_ms: ttft }, failure, counted, whole);
    if (!settled) {
      settled = true;
      resolve(
        failure === null
          ? wholeOutcome(target, end, answer(end, null))
          : { ...failedOutcome(target, failure, end.latency_ms, null), cost_usd: end.cost_usd, usage: end.usage },
      );
      return;
    }
    if (failure !== null && failure.class !== "cancelled") {
      const code = failure.class === "truncated_stream" ? "provider_stream_cut" : "provider_error";
      hand(bytesOf.encode(dialect.errorEvent({ status: 502, code, message: failure.message })));
    }
    ended = end;
    finish?.(end);
  }

  function fail(failure: OutcomeFailure): void {
    conclude(failure, UNCOUNTED, () => null);
    abort();
  }
  const late = (what: string): void =>
    fail({ class: "timeout", code: null, message: `the provider took too long: ${what}` });
  const idle = (): void => late(`nothing came for ${timeouts.idle} ms`);
  function abandon(): void {
    fail({ class: "cancelled", code: null, message: "the call was given up" });
  }

  const total = setTimeout(() => late(`no whole answer in ${timeouts.total} ms`), timeouts.total);
  if (request.stream) wait = setTimeout(() => late(`no content in ${timeouts.first_token} ms`), timeouts.first_token);
  signal.addEventListener("abort", abandon);
  if (signal.aborted) abandon();

  return {
    over: () => over,
    drop(names) {
      for (const name of names) dropped.add(name);
    },
    write(text) {
      if (!over && text !== "") hand(bytesOf.encode(text));
    },
    full: () => room?.made ?? null,
    heard() {
      if (ttft !== null && !over && room === null) wait?.refresh();
    },
    begin() {
      if (over || ttft !== null) return;
      ttft = since();
      clearTimeout(wait);
      wait = setTimeout(idle, timeouts.idle);
      if (request.buffered) return;
      signal.removeEventListener("abort", abandon);
      const rest = {
        pipe(to: AnswerSink): Promise<AnswerEnd> {
          sink = to;
          for (const held of chunks.splice(0)) hand(held);
          return ended !== null ? Promise.resolve(ended) : new Promise<AnswerEnd>((done) => (finish = done));
        },
        drained: makeRoom,
        abort: () => fail({ class: "cancelled", code: null, message: "the client left" }),
      };
      const first = answer(null, rest);
      chunks.length = 0;
      settled = true;
      resolve(begunOutcome(target, since(), ttft, first));
    },
    conclude,
  };
}

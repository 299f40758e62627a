import type { LiveSend } from "../../core/live/live-send.ts";
import type { JsonObject } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { PairSide } from "../../experiments/index.ts";
import type { LightSignal } from "../../sends/light-signal.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import { callRow, type CallRowParts } from "../measure/call-row.ts";
import type { LoadedEndpoint, ServingPolicy } from "../serve/gateway-state.ts";
import type { Mirrored } from "./mirrored.ts";

export interface AskCandidateParts extends CallRowParts {
  readonly signal: () => LightSignal;
  /** Calls back once after so many ms, unless what it returns is called before. */
  readonly after: (ms: number, then: () => void) => () => void;
  /** ms that this thread has waited for a processor so far, as far as it can tell. */
  readonly heldUp: () => number;
}

export interface ToAsk {
  readonly mirror: StoredMirror;
  readonly policy: ServingPolicy;
  readonly endpoint: LoadedEndpoint | null;
  readonly mirrored: Mirrored;
  /** What the candidate is sent: the client's body, or what redaction leaves of it. */
  readonly body: Uint8Array;
  /** One that keeps to the mirror's money. */
  readonly send: LiveSend;
  readonly kept: (body: JsonObject) => JsonObject;
  /** Told how to break the call off. */
  readonly onBegun: (breakOff: () => void) => void;
}

/** An answer above this is broken off: nobody waits for it. */
const MOST_BYTES = 16 * 2 ** 20;

/** From this share of its time on, a call that was held up here says nothing of how fast its candidate is. */
const HELD_UP_SHARE = 0.1;
const LEAST_HELD_UP_MS = 20;

const STOPPED: OutcomeFailure = {
  class: "cancelled",
  code: "mirror_stopped",
  message: "the gateway stopped before the candidate answered",
};
const NOT_IN_TIME: OutcomeFailure = {
  class: "cancelled",
  code: "mirror_held_up",
  message: "this machine was too busy to hear the candidate's answer in time",
};
const TOO_LARGE: OutcomeFailure = {
  class: "server",
  code: "answer_too_large",
  message: `the answer is larger than ${MOST_BYTES} bytes`,
};

/** Failures that are ours: they say nothing of the candidate. */
export function isOurs(failure: OutcomeFailure | null): boolean {
  return failure?.code === STOPPED.code || failure?.code === NOT_IN_TIME.code;
}

/**
 * Asks the candidate what a caller has asked, the way live traffic goes, for as long as the mirror waits. Its row has origin `shadow` and the caller's as its
 * parent. A failure is an outcome.
 */
export async function askCandidate(parts: AskCandidateParts, asked: ToAsk): Promise<PairSide> {
  const { mirror, policy, endpoint, mirrored, body, send, kept } = asked;
  const { timeout_ms: timeout } = mirror;
  const gone = parts.signal();
  let why: OutcomeFailure | null = null;
  const breakOff = (failure: OutcomeFailure): void => {
    why ??= failure;
    gone.abort();
  };
  asked.onBegun(() => breakOff(STOPPED));
  const late: OutcomeFailure = {
    class: "timeout",
    code: "mirror_timeout",
    message: `no whole answer within ${timeout} ms`,
  };
  const heldBefore = parts.heldUp();
  const wasHeldUp = (ms: number): boolean =>
    parts.heldUp() - heldBefore > Math.max(LEAST_HELD_UP_MS, ms * HELD_UP_SHARE);
  const inTime = parts.after(timeout, () => breakOff(wasHeldUp(timeout) ? NOT_IN_TIME : late));
  let came = 0;
  try {
    const side = await callRow(
      parts,
      { ...mirrored.asked, body },
      {
        origin: "shadow",
        policy,
        endpoint,
        send,
        signal: gone,
        kept,
        onBytes(bytes) {
          came += bytes;
          if (came > MOST_BYTES) breakOff(TOO_LARGE);
        },
        left: {
          get status() {
            return why?.class === "cancelled" ? "cancelled" : "failed";
          },
          get failure() {
            return why ?? late;
          },
        },
      },
    );
    const latency_ms = wasHeldUp(side.latency_ms ?? 0) ? null : side.latency_ms;
    return { ...side, latency_ms, failure: side.failure === null ? null : (why ?? side.failure) };
  } finally {
    inTime();
  }
}

import { cutShort } from "../core/cut-short.ts";
import { silentCall } from "../core/limited-call.ts";
import type { LiveAnswer, LiveRequest, LiveSend } from "../core/live/live-send.ts";
import type { FailureClass, Outcome, OutcomeFailure } from "../core/outcome.ts";
import type { Call, Signal } from "../core/send.ts";
import { splitTarget } from "../core/target.ts";

/** Money set aside for one call. */
export interface Reservation {
  /** Null = the provider never said what it cost: it counts as what was reserved. @param failure how the call failed: providers that are asked too much are asked less */
  settle(usd: number | null, failure?: OutcomeFailure | null): void;
}

/** What a call that money is set aside for says of itself. */
export interface ReservedFor {
  readonly provider: string;
  /** Its price is not known: it is made all the same, and counted. */
  readonly unpriced: boolean;
}

/** Money set aside before it is spent. */
export interface Ledger {
  /** Waits until the cap leaves room for it, and its provider takes more; null = it never will, or the run is over: do not call. */
  reserve(worst_usd: number, about?: ReservedFor): Promise<Reservation | null>;
}

/** What a call may cost at most and how it is made for that, or why it is not made at all. */
export type Bounded =
  | {
      readonly worst_usd: number;
      readonly call: Call;
      readonly unpriced?: boolean;
      /** Nobody is paid, whatever the answer says it cost: it comes from a recording. */
      readonly free?: boolean;
    }
  | { readonly refused: OutcomeFailure };

/** What a provider says instead of an answer, and before it has begun one: statuses 4xx, and that it is not there or overloaded. */
const REFUSALS: ReadonlySet<FailureClass> = new Set(["rate_limit", "client_4xx", "content_filter", "server"]);
const REFUSING_STATUS = /^(4\d\d|503|529)$/u;
/** Failures of a connection that never was: nobody has been asked. */
const NEVER_ASKED = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/u;

/**
 * A send that sets the worst case aside before each call and settles after it; a stream settles when its rest has ended.
 * A refused reservation is a failed outcome of class `cancelled`, code `cap_reached`, cost 0.
 * @param bound what a call may cost at most; it may set the call's output limit, as `call.patch`
 */
export function withBudget(
  send: LiveSend,
  ledger: Ledger,
  bound: (request: LiveRequest, call: Call) => Bounded,
): LiveSend {
  return async (request, call, signal) => {
    const bounded = bound(request, call);
    if ("refused" in bounded) return notMade(call, bounded.refused);
    const { worst_usd: worst, call: made, unpriced = false, free = false } = bounded;
    const provider = splitTarget(call.target)?.provider ?? "";
    const reserved = await reservedUnlessGone(ledger.reserve(worst, { provider, unpriced }), signal);
    if (reserved === "gone") return { ...cutShort(silentCall(call.target), "cancelled", 0), cost_usd: 0 };
    if (reserved === null) return notMade(call, CAP_REACHED);
    try {
      return settled(await send(request, made, signal), free ? freed(reserved) : reserved);
    } catch (error) {
      reserved.settle(null);
      throw error;
    }
  };
}

/** Settles at nothing. */
function freed(reserved: Reservation): Reservation {
  return { settle: (_, failure) => reserved.settle(0, failure) };
}

const CAP_REACHED: OutcomeFailure = {
  class: "cancelled",
  code: "cap_reached",
  message: "no money is left for this call, or its run is over",
};

function notMade({ target }: Call, failure: OutcomeFailure): Outcome {
  return { ...silentCall(target), failure, cost_usd: 0, latency_ms: 0 };
}

/** What comes of a reservation while somebody waits for its call; one that comes too late is given back. */
function reservedUnlessGone(
  reservation: Promise<Reservation | null>,
  signal: Signal,
): Promise<Reservation | null | "gone"> {
  return new Promise((resolve, reject) => {
    let gone = signal.aborted;
    const leave = (): void => {
      gone = true;
      resolve("gone");
    };
    if (gone) leave();
    else signal.addEventListener("abort", leave, { once: true });
    reservation.then((reserved) => {
      signal.removeEventListener("abort", leave);
      if (gone) reserved?.settle(0);
      else resolve(reserved);
    }, reject);
  });
}

/** The outcome, its reservation settled; or, with a rest to come, as soon as that has ended. */
function settled(outcome: Outcome, reserved: Reservation): Outcome {
  const answer = (outcome.response ?? null) as LiveAnswer | null;
  const rest = answer?.rest ?? null;
  if (answer === null || rest === null) {
    reserved.settle(costOf(outcome), outcome.failure);
    return outcome;
  }
  let piped = false;
  const response: LiveAnswer = {
    ...answer,
    rest: {
      drained: () => rest.drained(),
      abort() {
        rest.abort();
        if (!piped) reserved.settle(null);
      },
      async pipe(sink) {
        piped = true;
        try {
          const end = await rest.pipe(sink);
          reserved.settle(costOf(end), end.failure);
          return end;
        } catch (error) {
          reserved.settle(null);
          throw error;
        }
      },
    },
  };
  return { ...outcome, response };
}

/** What is known of the cost: nothing where the provider refused to begin, or was not reached. */
function costOf({ cost_usd: cost, failure }: Pick<Outcome, "cost_usd" | "failure">): number | null {
  if (cost !== null || failure === null) return cost;
  const refused = REFUSALS.has(failure.class) && REFUSING_STATUS.test(failure.code ?? "");
  const unreached = failure.class === "connect" && NEVER_ASKED.test(failure.message);
  return refused || unreached ? 0 : null;
}

import { limitedCall } from "../core/limited-call.ts";
import type { Runtime, Send } from "../core/send.ts";

/** A send that gives up after `ms` in all: an answer that takes longer is a failed outcome of class `timeout`. */
export function withTimeout<Request>(send: Send<Request>, runtime: Runtime, ms: number): Send<Request> {
  return (request, call, signal) =>
    limitedCall(
      (own) => send(request, { ...call, deadline_ms: Math.min(ms, call.deadline_ms ?? Number.POSITIVE_INFINITY) }, own),
      { target: call.target, runtime, signal, ms },
    );
}

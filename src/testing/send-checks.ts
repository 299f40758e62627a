import { equal } from "node:assert/strict";
import type { Call, Runtime, Send } from "../core/send.ts";
import type { Target } from "../core/target.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

/** What the checks need of a send: one that takes a while over `request`. */
export interface SendUnderTest<Request> {
  readonly name: string;
  readonly make: (runtime: Runtime) => Send<Request>;
  readonly request: Request;
  readonly target: Target;
}

/** One promise of every send, for any test runner: `it(title, check)`. Rejects with what was expected. */
export interface SendCheck {
  readonly title: string;
  readonly check: () => Promise<void>;
}

/** A first call without a budget. */
export function firstCall(target: Target, said: Partial<Call> = {}): Call {
  return { target, kind: "first", try: 0, patch: null, deadline_ms: null, ...said };
}

/** What every send promises: one outcome for each call, as a value, for the target asked; and an end when it is told to stop. */
export function sendChecks<Request>({ make, request, target }: SendUnderTest<Request>): readonly SendCheck[] {
  return [
    {
      title: "answers with one outcome of the target asked, failed exactly where it names a failure",
      async check() {
        const runtime = virtualRuntime();
        const outcome = await runtime.drive(make(runtime)(request, firstCall(target), runtime.child(null).signal));
        equal(outcome.target, target, "the outcome is of another target");
        equal(outcome.ok, outcome.failure === null, "the outcome is ok and names a failure, or neither");
        equal(runtime.pending(), 0, "a timer is left behind");
      },
    },
    {
      title: "answers at once when it is told to stop, and leaves no timer behind",
      async check() {
        const runtime = virtualRuntime();
        const caller = runtime.child(null);
        const work = make(runtime)(request, firstCall(target), caller.signal);
        caller.abort();
        await runtime.drive(work);
        equal(runtime.now(), 0, "time passed after the signal");
        equal(runtime.pending(), 0, "a timer is left behind");
      },
    },
    {
      title: "answers without time passing when nobody waits from the start",
      async check() {
        const runtime = virtualRuntime();
        const caller = runtime.child(null);
        caller.abort();
        await runtime.drive(make(runtime)(request, firstCall(target), caller.signal));
        equal(runtime.now(), 0, "time passed though the signal had aborted");
      },
    },
  ];
}

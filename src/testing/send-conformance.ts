import { describe, expect, it } from "vitest";
import type { Call, Runtime, Send } from "../core/send.ts";
import type { Target } from "../core/target.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

/** What the suite needs of a send: one that takes a while over `request`. */
export interface SendUnderTest<Request> {
  readonly name: string;
  readonly make: (runtime: Runtime) => Send<Request>;
  readonly request: Request;
  readonly target: Target;
}

/** A first call without a budget. */
export function firstCall(target: Target, said: Partial<Call> = {}): Call {
  return { target, kind: "first", try: 0, patch: null, deadline_ms: null, ...said };
}

/** What every send promises: one outcome for each call, as a value, for the target asked; and an end when it is told to stop. */
export function testSend<Request>({ name, make, request, target }: SendUnderTest<Request>): void {
  describe(`${name} is a send`, () => {
    it("answers with one outcome of the target asked, failed exactly where it names a failure", async () => {
      const runtime = virtualRuntime();
      const outcome = await runtime.drive(make(runtime)(request, firstCall(target), runtime.child(null).signal));
      expect(outcome.target).toBe(target);
      expect(outcome.ok).toBe(outcome.failure === null);
      expect(runtime.pending()).toBe(0);
    });

    it("answers at once when it is told to stop, and leaves no timer behind", async () => {
      const runtime = virtualRuntime();
      const caller = runtime.child(null);
      const work = make(runtime)(request, firstCall(target), caller.signal);
      caller.abort();
      await runtime.drive(work);
      expect(runtime.now()).toBe(0);
      expect(runtime.pending()).toBe(0);
    });

    it("answers without time passing when nobody waits from the start", async () => {
      const runtime = virtualRuntime();
      const caller = runtime.child(null);
      caller.abort();
      await runtime.drive(make(runtime)(request, firstCall(target), caller.signal));
      expect(runtime.now()).toBe(0);
    });
  });
}

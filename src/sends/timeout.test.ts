import { describe, expect, it } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import type { Call, Runtime, Send } from "../core/send.ts";
import { firstCall, testSend } from "../testing/send-conformance.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { withTimeout } from "./timeout.ts";

const TARGET = "slow:one";

function answered(latency: number): Outcome {
  return {
    target: TARGET,
    ok: true,
    failure: null,
    cost_usd: 0.25,
    latency_ms: latency,
    ttft_ms: 40,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: "a",
  };
}

function slow(runtime: Runtime, latency: number): Send<null> {
  return async (_, __, signal) => {
    await runtime.sleep(latency, signal);
    return answered(latency);
  };
}

testSend({
  name: "timeout",
  make: (runtime) => withTimeout(slow(runtime, 900), runtime, 500),
  request: null,
  target: TARGET,
});

describe("withTimeout", () => {
  it("lets an answer in time pass untouched", async () => {
    const runtime = virtualRuntime();
    const send = withTimeout(slow(runtime, 500), runtime, 500);
    const outcome = await runtime.drive(send(null, firstCall(TARGET), runtime.child(null).signal));
    expect(outcome).toEqual(answered(500));
    expect(runtime.pending()).toBe(0);
  });

  it("makes a late answer a failed outcome that keeps what the call said it cost", async () => {
    const runtime = virtualRuntime();
    const send = withTimeout(slow(runtime, 501), runtime, 500);
    const outcome = await runtime.drive(send(null, firstCall(TARGET), runtime.child(null).signal));
    expect(outcome).toMatchObject({
      ok: false,
      failure: { class: "timeout" },
      latency_ms: 500,
      ttft_ms: 40,
      cost_usd: 0.25,
      answer_hash: null,
    });
    expect(runtime.now()).toBe(500);
  });

  it("leaves a call behind that does not stop, at unknown cost", async () => {
    const runtime = virtualRuntime();
    const deaf: Send<null> = () => new Promise(() => {});
    const outcome = await runtime.drive(
      withTimeout(deaf, runtime, 500)(null, firstCall(TARGET), runtime.child(null).signal),
    );
    expect(outcome).toMatchObject({ ok: false, failure: { class: "timeout" }, latency_ms: 500, cost_usd: null });
  });

  it("tells the call which deadline is the nearer one", async () => {
    const runtime = virtualRuntime();
    const seen: Call[] = [];
    const send = withTimeout<null>(
      async (_, call) => {
        seen.push(call);
        return answered(0);
      },
      runtime,
      500,
    );
    const { signal } = runtime.child(null);
    await runtime.drive(send(null, firstCall(TARGET), signal));
    await runtime.drive(send(null, firstCall(TARGET, { deadline_ms: 200 }), signal));
    expect(seen.map((call) => call.deadline_ms)).toEqual([500, 200]);
  });

  it("says cancelled where the caller left first", async () => {
    const runtime = virtualRuntime();
    const caller = runtime.child(null);
    const work = withTimeout(slow(runtime, 900), runtime, 500)(null, firstCall(TARGET), caller.signal);
    void runtime.sleep(100, runtime.child(null).signal).then(caller.abort);
    const outcome = await runtime.drive(work);
    expect(outcome).toMatchObject({ ok: false, failure: { class: "cancelled" }, latency_ms: 100 });
  });
});

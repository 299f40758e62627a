import { cutShort, type Cut } from "./cut-short.ts";
import type { Outcome } from "./outcome.ts";
import type { Runtime, Signal } from "./send.ts";
import type { Target } from "./target.ts";

interface Limits {
  readonly target: Target;
  readonly runtime: Runtime;
  /** The call ends when this aborts. */
  readonly signal: Signal;
  /** ms until it is given up; null = never. */
  readonly ms: number | null;
}

/** What is known of a call that says nothing itself. */
export function silentCall(target: Target): Outcome {
  return {
    target,
    ok: false,
    failure: null,
    cost_usd: null,
    latency_ms: null,
    ttft_ms: null,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: null,
  };
}

function whenAborted(signal: Signal): Promise<Cut> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("cancelled");
    else signal.addEventListener("abort", () => resolve("cancelled"), { once: true });
  });
}

/**
 * One call, waited for until it answers, is cancelled or runs out of time. Given up, it is told so, and may still say at once what it
 * cost; one that hangs on is left behind. Throws only what the call throws, which is a bug.
 */
export async function limitedCall(make: (signal: Signal) => Promise<Outcome>, limits: Limits): Promise<Outcome> {
  const { runtime, target } = limits;
  const started = runtime.now();
  const own = runtime.child(limits.signal);
  const ends: Promise<Outcome | Cut>[] = [whenAborted(own.signal)];
  const sent = make(own.signal);
  ends.unshift(sent);
  if (limits.ms !== null) ends.push(runtime.sleep(limits.ms, own.signal).then((): Cut => "timeout"));
  const end = await Promise.race(ends).finally(own.abort);
  if (typeof end !== "string") return end;
  const latency = runtime.now() - started;
  const turn = runtime.child(null);
  const silence = runtime.sleep(0, turn.signal).then(() => silentCall(target));
  const word = await Promise.race([sent, silence]);
  turn.abort();
  return cutShort(word, end, latency);
}

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

/**
 * One call, waited for until it answers, is cancelled or runs out of time. Given up, it is told so, and may still say at once what it
 * cost; one that hangs on is left behind. Rejects only with what the call rejects with, which is a bug.
 */
export function limitedCall(make: (signal: Signal) => Promise<Outcome>, limits: Limits): Promise<Outcome> {
  const { runtime, target, ms } = limits;
  const started = runtime.now();
  const own = runtime.child(limits.signal);
  // One promise instead of a race: this stands between every request and its answer.
  return new Promise((resolve, reject) => {
    let over = false;
    let sent: Promise<Outcome> | null = null;
    const cut = (why: Cut): void => {
      if (over) return;
      over = true;
      own.abort();
      const latency = runtime.now() - started;
      lastWord(sent, target, runtime).then((word) => resolve(cutShort(word, why, latency)), reject);
    };
    const whenAborted = (): void => cut("cancelled");
    own.signal.addEventListener("abort", whenAborted, { once: true });
    sent = make(own.signal);
    if (own.signal.aborted) whenAborted();
    if (ms !== null) void runtime.sleep(ms, own.signal).then(() => cut("timeout"));
    sent.then(
      (outcome) => {
        if (over) return;
        over = true;
        own.abort();
        resolve(outcome);
      },
      (error: unknown) => {
        if (!over) own.abort();
        over = true;
        reject(error);
      },
    );
  });
}

/** What a call that was given up still says within this turn of the loop. */
async function lastWord(sent: Promise<Outcome> | null, target: Target, runtime: Runtime): Promise<Outcome> {
  if (sent === null) return silentCall(target);
  const turn = runtime.child(null);
  const silence = runtime.sleep(0, turn.signal).then(() => silentCall(target));
  const word = await Promise.race([sent, silence]);
  turn.abort();
  return word;
}

import type { Runtime, Signal } from "../core/send.ts";
import { lightSignal } from "./light-signal.ts";

/** Asked for no pause at all, a loop turn is what there is to give: enough for whatever has already happened to be seen. */
function pause(ms: number, done: () => void): () => void {
  if (ms <= 0) {
    const immediate = setImmediate(done);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(done, ms);
  return () => clearTimeout(timer);
}

/** Longest delay a timer takes; a longer one is slept in parts. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

async function sleep(ms: number, signal: Signal): Promise<void> {
  let left = ms;
  while (left > LONGEST_TIMER_MS && !signal.aborted) {
    await sleepOnce(LONGEST_TIMER_MS, signal);
    left -= LONGEST_TIMER_MS;
  }
  await sleepOnce(left, signal);
}

function sleepOnce(ms: number, signal: Signal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      stop();
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const stop = pause(ms, wake);
    signal.addEventListener("abort", wake, { once: true });
  });
}

function child(parent: Signal | null): { readonly signal: Signal; abort(): void } {
  const signal = lightSignal();
  const abort = (): void => {
    parent?.removeEventListener("abort", abort);
    signal.abort();
  };
  if (parent?.aborted === true) signal.abort();
  else parent?.addEventListener("abort", abort, { once: true });
  return { signal, abort };
}

/** Real timers and real cancellation. A sleep that is over, or cut short, leaves neither timer nor listener behind. @param now ms, monotonic where that is to be had */
export function liveRuntime(now: () => number): Runtime {
  return { now, sleep, child };
}

import type { Runtime, Signal } from "../core/send.ts";
import { liveRuntime } from "../sends/runtime.ts";

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A runtime whose clock jumps from timer to timer: hours pass in milliseconds, and always in the same order. */
export interface VirtualRuntime extends Runtime {
  /** Timers not yet fired or cut short. */
  pending(): number;
  /** Lets time pass until the work is done; throws where it waits for something that is no timer of this clock. */
  drive<T>(work: Promise<T>): Promise<T>;
}

/** Loop turns without a timer or an end before work counts as stuck. */
const PATIENCE = 50;

/** A virtual clock. @param start ms since whenever; timers of one instant fire in the order they were set */
export function virtualRuntime(start = 0): VirtualRuntime {
  let now = start;
  const timers = new Set<Timer>();
  const { child } = liveRuntime(() => now);

  function sleep(ms: number, signal: Signal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        timers.delete(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer: Timer = { at: now + Math.max(0, ms), fire: wake };
      timers.add(timer);
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  function fireNext(): boolean {
    let next: Timer | undefined;
    for (const timer of timers) if (next === undefined || timer.at < next.at) next = timer;
    if (next === undefined) return false;
    now = next.at;
    next.fire();
    return true;
  }

  async function drive<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const ended = work.finally(() => {
      state.done = true;
    });
    ended.catch(() => {});
    for (let idle = 0; !state.done;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.done) break;
      idle = fireNext() ? 0 : idle + 1;
      if (idle > PATIENCE)
        throw new Error("the work waits for something that no timer of the virtual clock will bring");
    }
    return ended;
  }

  return { now: () => now, sleep, child, pending: () => timers.size, drive };
}

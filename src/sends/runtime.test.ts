import { describe, expect, it, vi } from "vitest";
import type { Signal } from "../core/send.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { liveRuntime } from "./runtime.ts";

const RUNTIMES = [
  { name: "live", make: () => ({ ...liveRuntime(() => performance.now()), drive: <T>(work: Promise<T>) => work }) },
  { name: "virtual", make: () => virtualRuntime() },
];

function counted(signal: Signal): { readonly signal: Signal; listeners(): number } {
  let listeners = 0;
  return {
    listeners: () => listeners,
    signal: {
      get aborted() {
        return signal.aborted;
      },
      addEventListener(type, listener, options) {
        listeners += 1;
        signal.addEventListener(type, listener, options);
      },
      removeEventListener(type, listener) {
        listeners -= 1;
        signal.removeEventListener(type, listener);
      },
    },
  };
}

describe.each(RUNTIMES)("the $name runtime", ({ make }) => {
  it("wakes after the time asked for, the shorter sleep first", async () => {
    const runtime = make();
    const { signal } = runtime.child(null);
    const woken: number[] = [];
    const started = runtime.now();
    const sleeps = [30, 10, 20].map((ms) => runtime.sleep(ms, signal).then(() => woken.push(ms)));
    await runtime.drive(Promise.all(sleeps));
    expect(woken).toEqual([10, 20, 30]);
    expect(runtime.now() - started).toBeGreaterThanOrEqual(29);
  });

  it("wakes at once when the signal aborts, and does not sleep at all when it already has", async () => {
    const runtime = make();
    const child = runtime.child(null);
    const long = runtime.sleep(60_000, child.signal);
    child.abort();
    const started = runtime.now();
    await runtime.drive(Promise.all([long, runtime.sleep(60_000, child.signal)]));
    expect(runtime.now() - started).toBeLessThan(10_000);
  });

  it("aborts a child with its parent, and not the parent with its child", () => {
    const runtime = make();
    const parent = runtime.child(null);
    const first = runtime.child(parent.signal);
    const second = runtime.child(parent.signal);
    first.abort();
    expect([parent.signal.aborted, second.signal.aborted]).toEqual([false, false]);
    parent.abort();
    expect(second.signal.aborted).toBe(true);
    expect(runtime.child(parent.signal).signal.aborted).toBe(true);
  });

  it("leaves no listener on a signal that outlives the sleep or the child", async () => {
    const runtime = make();
    const { signal, listeners } = counted(runtime.child(null).signal);
    await runtime.drive(runtime.sleep(1, signal));
    runtime.child(signal).abort();
    expect(listeners()).toBe(0);
  });
});

describe("the live runtime", () => {
  it("clears the timer of a sleep that is cut short", () => {
    vi.useFakeTimers();
    try {
      const runtime = liveRuntime(() => 0);
      const child = runtime.child(null);
      void runtime.sleep(60_000, child.signal);
      void runtime.sleep(0, child.signal);
      expect(vi.getTimerCount()).toBe(2);
      child.abort();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("sleeps longer than one timer can", async () => {
    vi.useFakeTimers();
    try {
      const runtime = liveRuntime(() => 0);
      let woken = false;
      const sleep = runtime.sleep(2 ** 31 + 999, runtime.child(null).signal).then(() => (woken = true));
      await vi.advanceTimersByTimeAsync(2 ** 31);
      expect(woken).toBe(false);
      await vi.advanceTimersByTimeAsync(1_000);
      await sleep;
      expect(woken).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the virtual runtime", () => {
  it("says so when work waits for something no timer will bring", async () => {
    await expect(virtualRuntime().drive(new Promise(() => {}))).rejects.toThrow("waits for something");
  });
});

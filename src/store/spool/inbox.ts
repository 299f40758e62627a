import type { ToDrain } from "./messages.ts";
import type { Written } from "./segment-writer.ts";

/** What the draining thread has been told, and ways to wait for more. */
export interface Inbox {
  /** The newest segment and what of it is on disk; the segments before it are whole. */
  readonly newest: Written | null;
  /** When that was told, ms. */
  readonly toldAt: number;
  readonly flushing: boolean;
  readonly stopping: boolean;
  flushed(): void;
  /** Until anything comes, or so many ms have gone by. */
  wait(ms: number): Promise<void>;
  /** The same, but rows alone wake nobody. */
  gather(ms: number): Promise<void>;
}

export function openInbox(onMessage: (listener: (message: ToDrain) => void) => void, now: () => number): Inbox {
  let newest: Written | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  let flushing = false;
  let stopping = false;
  let onRows = (): void => {};
  let onUrgent = (): void => {};
  onMessage((message) => {
    if (message.kind === "written") {
      newest = { segment: message.segment, end: message.end };
      toldAt = now();
      return onRows();
    }
    if (message.kind === "stop") stopping = true;
    else flushing = true;
    onUrgent();
    onRows();
  });
  const sleep = (ms: number, wakes: (wake: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakes(() => {
        clearTimeout(timer);
        resolve();
      });
    });

  return {
    get newest() {
      return newest;
    },
    get toldAt() {
      return toldAt;
    },
    get flushing() {
      return flushing;
    },
    get stopping() {
      return stopping;
    },
    flushed: () => void (flushing = false),
    wait: (ms) => (flushing || stopping ? Promise.resolve() : sleep(ms, (wake) => (onRows = wake))),
    gather: (ms) => (flushing || stopping ? Promise.resolve() : sleep(ms, (wake) => (onUrgent = wake))),
  };
}

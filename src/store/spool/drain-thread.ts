import { Worker } from "node:worker_threads";
import type { DrainStart, FromDrain, ToDrain } from "./messages.ts";

/** The thread that fills the store, started again when it dies. */
export interface DrainThread {
  post(message: ToDrain): void;
  /** Keeps the process alive while somebody waits for the thread. */
  hold(on: boolean): void;
  /** Resolves when it has ended of itself, or has been ended after so many ms. */
  stop(withinMs: number): Promise<void>;
}

export interface DrainThreadParts {
  /** The module of the thread: it calls `drainSpool`. */
  readonly module: URL;
  readonly start: () => DrainStart;
  readonly onMessage: (message: FromDrain) => void;
  /** It died, and is started again a little later. */
  readonly onDeath: (reason: string) => void;
  /** Called whenever it has been started: tells it where things stand. */
  readonly onStart: () => void;
}

const HEAP_MB = 128;
const MOST_HEAP_MB = 1_024;
const YOUNG_MB = 2;
const RESTART_MS = 1_000;

/** Small heaps, doubled each time the thread dies: what it died of may have been a body too large for it. */
export function startDrainThread({ module, start, onMessage, onDeath, onStart }: DrainThreadParts): DrainThread {
  let heap = HEAP_MB;
  let worker: Worker | null = null;
  let held = false;
  let stopping = false;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const post = (message: ToDrain): void => worker?.postMessage(message);
  let ended: Promise<void> = Promise.resolve();

  const launch = (): void => {
    const launched = new Worker(module, {
      workerData: start(),
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker = launched;
    let reason = "it ended";
    launched.on("message", onMessage);
    launched.on("error", (error) => (reason = error instanceof Error ? error.message : String(error)));
    ended = new Promise((resolve) =>
      launched.once("exit", () => {
        worker = null;
        if (!stopping) {
          onDeath(reason);
          heap = Math.min(MOST_HEAP_MB, heap * 2);
          const timer = setTimeout(launch, RESTART_MS);
          if (!held) timer.unref();
        }
        resolve();
      }),
    );
    if (!held) launched.unref();
    onStart();
  };
  launch();

  return {
    post,
    hold(on) {
      held = on;
      if (on) worker?.ref();
      else worker?.unref();
    },
    async stop(withinMs) {
      stopping = true;
      const last = worker;
      if (last === null) return;
      last.ref();
      post({ kind: "stop" });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
      await Promise.race([ended, late]);
      clearTimeout(timer);
      await last.terminate();
    },
  };
}

import { Worker } from "node:worker_threads";
import type { Exchange } from "../core/exchange.ts";
import type { Appended, Appender } from "./appender.ts";
import type { SuppliedOutcome } from "./traffic.ts";

/** What the thread is started with. */
export interface AppendStart {
  /** The data folder. */
  readonly folder: string;
}

/** To the thread: a batch, or null = there are no more. */
export type ToAppend = { readonly rows: readonly Exchange[]; readonly outcomes: readonly SuppliedOutcome[] } | null;

/** From the thread, one for each batch, in order. `errcode` is SQLite's. */
export type FromAppend = Appended | { readonly failed: string; readonly errcode: number | undefined };

interface Waiting {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** A store that is filled by a thread of its own. @param module of the thread */
export function startAppendThread(module: URL, start: AppendStart): Appender {
  const worker = new Worker(module, { workerData: start });
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  const ended = new Promise<void>((resolve) =>
    worker.once("exit", () => {
      fail(new Error("the thread that fills the store has ended"));
      resolve();
    }),
  );
  worker.once("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on("message", (message: FromAppend) => {
    if ("failed" in message) fail(Object.assign(new Error(message.failed), { errcode: message.errcode }));
    else waiting.shift()?.resolve(message);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const post = (message: ToAppend): void => worker.postMessage(message);
  return {
    append: (rows, outcomes) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        waiting.push({ resolve, reject });
        post({ rows, outcomes });
      }),
    async close() {
      post(null);
      await ended;
    },
  };
}

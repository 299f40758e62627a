import type { Runtime } from "../../core/send.ts";

/** Proxies and clients take a stream that says nothing for dead after 30 s or more. */
const COMMENT_EVERY_MS = 10_000;

/** Waits for work, saying every 10 s that the stream is alive. */
export async function keepAlive<T>(work: Promise<T>, say: (comment: string) => void, runtime: Runtime): Promise<T> {
  const over = runtime.child(null);
  const speak = async (): Promise<void> => {
    for (;;) {
      await runtime.sleep(COMMENT_EVERY_MS, over.signal);
      if (over.signal.aborted) return;
      say(": keep-alive\n\n");
    }
  };
  void speak();
  return work.finally(over.abort);
}

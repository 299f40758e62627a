import type { Runtime, Signal } from "../../core/send.ts";

/** Work that is done in the next turn of the loop, once, however often it was asked for until then. */
export function onceATurn({ sleep }: Pick<Runtime, "sleep">, signal: Signal, work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    void sleep(0, signal).then(() => {
      asked = false;
      work();
    });
  };
}

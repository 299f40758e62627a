import { useEffect, useRef, useState } from "react";
import type { Policy } from "../../../core/policy.ts";
import type { SimulationResult } from "../../../replay/result.ts";
import type { FromPreview, PreviewMistake, ToPreview } from "../../preview/messages.ts";

/** What the preview says: of the policy as it is written, or of the last one that could be replayed. */
export interface Previewed {
  readonly result: SimulationResult | null;
  /** Why the policy cannot be replayed. */
  readonly mistake: PreviewMistake | null;
}

const NOTHING: Previewed = { result: null, mistake: null };
const FAILED: PreviewMistake = { message: "The preview failed in this browser.", hint: "", field: null };

/** Replays a policy over columns of the log in a thread of its own: one at a time, and only the newest of those that came meanwhile. */
export function usePreview(buffer: ArrayBuffer | undefined, policy: Policy | null): Previewed {
  const [said, setSaid] = useState<Previewed>(NOTHING);
  const thread = useRef<{ readonly ask: (policy: Policy) => void } | null>(null);
  const latest = useRef<string | null>(null);
  useEffect(() => {
    if (buffer === undefined) return undefined;
    const worker = new Worker(new URL("../../preview/preview-worker.ts", import.meta.url), { type: "module" });
    let busy = true;
    let waiting: Policy | null = null;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin of its own
    const send = (message: ToPreview): void => worker.postMessage(message);
    const ask = (next: Policy): void => {
      if (busy) waiting = next;
      else {
        busy = true;
        send({ kind: "policy", policy: next });
      }
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FromPreview>) => {
      // A refined result that comes while another policy is worked on is of the one before.
      if (data.kind === "refined" && busy) return;
      busy = false;
      if (data.kind === "result" || data.kind === "refined") setSaid({ result: data.result, mistake: null });
      if (data.kind === "mistake") setSaid((before) => ({ ...before, mistake: data }));
      const next = waiting;
      waiting = null;
      if (next !== null) ask(next);
    });
    worker.addEventListener("error", () => setSaid({ result: null, mistake: FAILED }));
    send({ kind: "open", buffer });
    if (latest.current !== null) ask(JSON.parse(latest.current) as Policy);
    thread.current = { ask };
    return () => {
      thread.current = null;
      worker.terminate();
      setSaid(NOTHING);
    };
  }, [buffer]);
  const text = policy === null ? null : JSON.stringify(policy);
  useEffect(() => {
    latest.current = text;
    if (text !== null) thread.current?.ask(JSON.parse(text) as Policy);
  }, [text]);
  return said;
}

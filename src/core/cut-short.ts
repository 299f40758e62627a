import type { Outcome } from "./outcome.ts";

/** Why a call was not waited for any longer. */
export type Cut = "timeout" | "cancelled";

const MESSAGES: Readonly<Record<Cut, string>> = {
  timeout: "no answer in time",
  cancelled: "nobody waits for the answer any more",
};

/**
 * A call that was given up after `latency` ms: what it cost stays as far as it is known, its answer does not.
 * @param known what the call itself has to say, or would have given in full
 */
export function cutShort(known: Outcome, cut: Cut, latency: number): Outcome {
  return {
    ...known,
    ok: false,
    failure: { class: cut, code: null, message: MESSAGES[cut] },
    latency_ms: latency,
    ttft_ms: known.ttft_ms !== null && known.ttft_ms <= latency ? known.ttft_ms : null,
    signals: null,
    answer_hash: null,
  };
}

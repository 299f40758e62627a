import type { Outcome } from "../core/outcome.ts";
import type { Target } from "../core/target.ts";
import type { Provider } from "./provider.ts";
import { requestKey } from "./request-key.ts";

function notRecorded(target: Target): Outcome {
  return {
    target,
    ok: false,
    failure: {
      class: "invalid_request",
      code: "not_recorded",
      message: `no recorded answer of ${target} to this request`,
    },
    cost_usd: null,
    latency_ms: null,
    ttft_ms: null,
    usage: null,
    evidence: "unidentified",
    signals: null,
    answer_hash: null,
  };
}

/** Answers with what was recorded for the same request, at no cost and without a call; a request never seen is refused. */
export const recorded: Provider = {
  name: "recorded",
  summary: "answers from recorded outcomes of the same request; calls nobody",
  connect: (setup) => async (request, call, signal) => {
    const found = setup.recorded?.(call.target, requestKey({ ...request, ...call.patch })) ?? null;
    if (found === null) return notRecorded(call.target);
    if (setup.waits === true && found.latency_ms !== null) await setup.runtime.sleep(found.latency_ms, signal);
    return { ...found, target: call.target, evidence: "recorded" };
  },
};

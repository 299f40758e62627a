import { endOf, refusalOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { errorInformation, litellmDifferences, litellmId, litellmMembers, litellmMetadata } from "./neutral/litellm.ts";
import { requestOf, responseOf } from "./neutral/wire.ts";

/** StandardLoggingPayload, as LiteLLM hands it to callbacks. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "payloads.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [],
  differences: [
    ...litellmDifferences,
    {
      calls: (call) => call.asked.keep === true,
      columns: ["replayability", "prompt_hash", "request_hash"],
      instead: () => ({ replayability: "truncated", prompt_hash: null, request_hash: null }),
      because: "LiteLLM leaves a system prompt of blocks out: what was asked is not all there",
    },
  ],
};

function recordOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  return {
    ...litellmMembers(call),
    id: litellmId(call),
    trace_id: `trace-${call.name}`,
    litellm_call_id: `call-${call.name}`,
    stream: call.ttft_ms !== null,
    startTime: call.at / 1000,
    endTime: endOf(call) / 1000,
    completionStartTime: (call.at + (call.ttft_ms ?? call.latency_ms)) / 1000,
    response_time: (call.ttft_ms ?? call.latency_ms) / 1000,
    response_cost: call.cost,
    cache_hit: call.from_gateway_cache,
    ...askedOf(call),
    response: responseOf(call),
    metadata: litellmMetadata(call),
    error_str: refusal === null ? null : `litellm.${refusal.thrown}: ${refusal.message}`,
    error_information: errorInformation(call),
  };
}

/** A system prompt for Anthropic goes in front of the messages where it is a text. */
function askedOf(call: NeutralCall): object {
  const { model: _, messages, input, system, ...parameters } = requestOf(call);
  const first = typeof system === "string" ? [{ role: "system", content: system }] : [];
  return {
    messages: Array.isArray(messages) ? [...first, ...(messages as readonly object[])] : input,
    model_parameters: parameters,
  };
}

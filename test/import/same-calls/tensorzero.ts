import { endOf, inclusive, iso, providerOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { refused } from "./neutral/which.ts";
import { carriedOf, requestOf, responseOf } from "./neutral/wire.ts";

const FUNCTION = "answer_desk";

/** ChatInference and ModelInference, each a file. */
export const format: SameCallsFormat = {
  files: (calls) => ({
    "chat-inference.jsonl": lines(calls.map(inferenceOf)),
    "model-inference.jsonl": lines(calls.map(modelInferenceOf)),
  }),
  cannot_hold: [{ calls: refused, because: "failed inferences are not in the tables" }],
  differences: [
    {
      columns: ["model_requested"],
      instead: () => ({ model_requested: FUNCTION }),
      because: "what the application asks for is a function; which model it asks is up to the configuration",
    },
  ],
};

/** A UUIDv7, which begins with its time. */
function idOf({ at }: NeutralCall): string {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7abc-8def-0123456789ab`;
}

function inferenceOf(call: NeutralCall): object {
  return {
    id: idOf(call),
    function_name: FUNCTION,
    variant_name: "small",
    episode_id: call.session,
    input: JSON.stringify({ system: call.asked.system, messages: [] }),
    output: "[]",
    inference_params: '{"chat_completion":{}}',
    processing_time_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    timestamp: iso(call.at),
    tags: { user_id: call.user },
    tool_params: "",
  };
}

/** The provider's answer as it came; that of a stream as what its events carried, one a line. Counts of nothing where the cache answered. */
function modelInferenceOf(call: NeutralCall): object {
  const usage = call.from_gateway_cache ? null : usageOf(call);
  const input = usage === null ? 0 : call.api === "messages" ? usage.input_uncached : inclusive(usage).input;
  return {
    id: `model-${call.name}`,
    inference_id: idOf(call),
    model_name: `${providerOf(call)}::${call.model_asked}`,
    model_provider_name: providerOf(call),
    raw_request: JSON.stringify(requestOf(call)),
    raw_response:
      call.ttft_ms === null
        ? JSON.stringify(responseOf(call))
        : carriedOf(call)
            .map((one) => JSON.stringify(one))
            .join("\n"),
    input_tokens: input,
    output_tokens: usage === null ? 0 : inclusive(usage).output,
    provider_cache_read_input_tokens: usage?.cache_read ?? null,
    provider_cache_write_input_tokens: usage?.cache_write ?? null,
    response_time_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    cost: String(call.cost),
    cached: call.from_gateway_cache,
    timestamp: iso(endOf(call)),
  };
}

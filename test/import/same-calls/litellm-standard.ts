import { endOf, inclusive, providerOf, refusalOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { requestOf, responseOf } from "./neutral/wire.ts";
import { litellmDifferences } from "./neutral/litellm.ts";

const CALL_TYPES = { chat: "acompletion", responses: "aresponses", messages: "anthropic_messages" } as const;

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
  const usage = usageOf(call);
  const { input, output, total } = usage === null ? { input: 0, output: 0, total: 0 } : inclusive(usage);
  const prompt = call.api === "messages" && usage !== null ? usage.input_uncached : input;
  const response = responseOf(call);
  return {
    id: call.from_gateway_cache ? `${call.name}_cache_hit${call.at / 1000}` : call.name,
    trace_id: `trace-${call.name}`,
    litellm_call_id: `call-${call.name}`,
    call_type: CALL_TYPES[call.api],
    stream: call.ttft_ms !== null,
    status: refusal === null ? "success" : "failure",
    model: call.model_asked,
    model_group: call.model_asked,
    custom_llm_provider: providerOf(call),
    api_base: "https://llm.example.test",
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: total,
    startTime: call.at / 1000,
    endTime: endOf(call) / 1000,
    completionStartTime: (call.at + (call.ttft_ms ?? call.latency_ms)) / 1000,
    response_time: (call.ttft_ms ?? call.latency_ms) / 1000,
    response_cost: call.cost,
    cache_hit: call.from_gateway_cache,
    request_tags: [],
    end_user: call.user,
    ...askedOf(call),
    response,
    metadata: {
      requester_metadata: { session_id: call.session },
      usage_object: response?.["usage"] ?? null,
    },
    error_str: refusal === null ? null : `litellm.${refusal.thrown}: ${refusal.message}`,
    error_information:
      refusal === null
        ? null
        : {
            error_code: String(refusal.status),
            error_class: refusal.thrown,
            llm_provider: providerOf(call),
            error_message: refusal.message,
          },
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

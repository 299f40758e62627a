import { endOf, inclusive, iso, providerOf, refusalOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { litellmDifferences } from "./neutral/litellm.ts";
import { requestOf, responseOf } from "./neutral/wire.ts";

const CALL_TYPES = { chat: "acompletion", responses: "aresponses", messages: "anthropic_messages" } as const;

/** Rows of the SpendLogs table, with `store_prompts_in_spend_logs` on. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "spend-logs.jsonl": lines(calls.map(rowOf)) }),
  cannot_hold: [],
  differences: litellmDifferences,
};

function rowOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  const usage = usageOf(call);
  const { input, output, total } = usage === null ? { input: 0, output: 0, total: 0 } : inclusive(usage);
  const response = responseOf(call);
  return {
    request_id: call.from_gateway_cache ? `${call.name}_cache_hit${call.at / 1000}` : call.name,
    call_type: CALL_TYPES[call.api],
    api_key: "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
    spend: call.cost,
    total_tokens: total,
    prompt_tokens: call.api === "messages" && usage !== null ? usage.input_uncached : input,
    completion_tokens: output,
    startTime: iso(call.at),
    endTime: new Date(endOf(call)).toISOString(),
    request_duration_ms: Math.round(call.latency_ms),
    completionStartTime: iso(call.at + (call.ttft_ms ?? call.latency_ms)),
    model: call.model_asked,
    model_group: call.model_asked,
    custom_llm_provider: providerOf(call),
    api_base: "https://llm.example.test",
    user: "",
    end_user: call.user,
    team_id: null,
    cache_hit: call.from_gateway_cache ? "True" : "False",
    request_tags: [],
    messages: {},
    proxy_server_request: JSON.stringify(requestOf(call)),
    response: JSON.stringify(response ?? {}),
    session_id: `trace-${call.name}`,
    status: refusal === null ? "success" : "failure",
    metadata: {
      requester_metadata: { session_id: call.session },
      usage_object: response?.["usage"] ?? null,
      ...(refusal === null
        ? {}
        : {
            status: "failure",
            error_information: {
              error_code: String(refusal.status),
              error_class: refusal.thrown,
              error_message: refusal.message,
            },
          }),
    },
  };
}

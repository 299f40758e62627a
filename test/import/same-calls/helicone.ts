import { iso, endOf, providerOf, refusalOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { errorOf, pathOf, requestOf, responseOf, urlOf } from "./neutral/wire.ts";

const NO_CACHE = "00000000-0000-0000-0000-000000000000";

/** What Helicone's query API answers, its bodies fetched. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "requests.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [],
  differences: [],
};

function recordOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  const usage = usageOf(call);
  return {
    request_id: call.name,
    request_created_at: iso(call.at),
    response_id: `response-${call.name}`,
    response_created_at: iso(endOf(call)),
    response_status: refusal?.status ?? 200,
    provider: providerOf(call).toUpperCase(),
    request_path: pathOf(call),
    target_url: urlOf(call),
    request_model: call.model,
    request_user_id: call.user,
    properties: { "Helicone-Session-Id": call.session },
    prompt_tokens: usage?.input_uncached ?? 0,
    prompt_cache_read_tokens: usage?.cache_read ?? 0,
    prompt_cache_write_tokens: usage?.cache_write ?? 0,
    completion_tokens: usage?.output ?? 0,
    reasoning_tokens: usage?.reasoning ?? 0,
    delay_ms: call.latency_ms,
    time_to_first_token: call.ttft_ms ?? call.latency_ms,
    cost: call.cost,
    cache_enabled: call.from_gateway_cache,
    cache_reference_id: call.from_gateway_cache ? "7a1c0000-0000-4000-8000-000000000001" : NO_CACHE,
    request_body: requestOf(call),
    response_body: responseOf(call) ?? errorOf(call),
  };
}

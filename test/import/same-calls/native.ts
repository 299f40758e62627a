import { iso, refusalOf, usageOf, providerOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { dialectOf, requestOf, responseOf } from "./neutral/wire.ts";

/** docs/reference/import-native.md: everything has its column. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "log.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [],
  differences: [],
};

function recordOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  return {
    created_at: iso(call.at),
    source_id: call.name,
    model: call.model,
    provider: providerOf(call),
    model_requested: call.model_asked,
    dialect: dialectOf(call),
    end_user: call.user,
    session: call.session,
    failure: refusal === null ? null : { class: refusal.class, code: String(refusal.status), message: refusal.message },
    usage: usageOf(call),
    latency_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    cost_logged: call.cost,
    gateway_cache_hit: call.from_gateway_cache,
    request: requestOf(call),
    response: responseOf(call),
  };
}

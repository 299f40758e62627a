import { inclusive, iso, providerOf, refusalOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { errorOf, requestOf, responseOf, urlOf } from "./neutral/wire.ts";

/** Portkey's log export. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "logs.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [],
  differences: [
    {
      columns: ["ttft_ms", "session"],
      instead: () => ({ ttft_ms: null, session: null }),
      because: "no column of the export says when the first token came, or which session a call was part of",
    },
  ],
};

function recordOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  const usage = usageOf(call);
  const counted = usage === null ? null : inclusive(usage);
  const status = refusal?.status ?? 200;
  return {
    id: call.name,
    trace_id: `trace-${call.name}`,
    created_at: iso(call.at),
    request: { method: "POST", url: urlOf(call), body: requestOf(call) },
    response: { status, body: responseOf(call) ?? errorOf(call) },
    is_success: refusal === null ? 1 : 0,
    ai_org: providerOf(call),
    ai_model: call.model,
    req_units: counted?.input ?? null,
    res_units: counted?.output ?? null,
    total_units: counted?.total ?? null,
    request_url: urlOf(call),
    cost: Number((call.cost * 100).toPrecision(12)),
    cost_currency: "USD",
    response_time: call.latency_ms,
    response_status_code: status,
    mode: "single",
    config: "",
    prompt_slug: null,
    cache_status: call.from_gateway_cache ? "HIT" : "DISABLED",
    metadata: { _user: call.user },
  };
}

import { endOf, iso, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { errorInformation, litellmDifferences, litellmId, litellmMembers, litellmMetadata } from "./neutral/litellm.ts";
import { requestOf, responseOf } from "./neutral/wire.ts";

/** Rows of the SpendLogs table, with `store_prompts_in_spend_logs` on. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "spend-logs.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [],
  differences: litellmDifferences,
};

function recordOf(call: NeutralCall): object {
  const error = errorInformation(call);
  return {
    ...litellmMembers(call),
    request_id: litellmId(call),
    api_key: "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
    spend: call.cost,
    startTime: iso(call.at),
    endTime: iso(endOf(call)),
    request_duration_ms: call.latency_ms,
    completionStartTime: iso(call.at + (call.ttft_ms ?? call.latency_ms)),
    user: "",
    team_id: null,
    cache_hit: call.from_gateway_cache ? "True" : "False",
    messages: {},
    proxy_server_request: JSON.stringify(requestOf(call)),
    response: JSON.stringify(responseOf(call) ?? {}),
    session_id: `trace-${call.name}`,
    metadata: {
      ...litellmMetadata(call),
      ...(error === null ? {} : { status: "failure", error_information: error }),
    },
  };
}

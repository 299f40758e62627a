import { iso, refusalOf, type NeutralCall } from "./neutral/call.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { fromGatewayCache } from "./neutral/which.ts";
import { carriedOf, errorOf, requestOf, responseOf, urlOf } from "./neutral/wire.ts";

/** HTTP messages that the caller kept, with what it measured. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "pairs.jsonl": lines(calls.map(pairOf)) }),
  cannot_hold: [{ calls: fromGatewayCache, because: "no gateway stands between" }],
  differences: [],
};

function pairOf(call: NeutralCall): object {
  return {
    id: call.name,
    timestamp: iso(call.at),
    latency_ms: call.latency_ms,
    ttft_ms: call.ttft_ms,
    session_id: call.session,
    user_id: call.user,
    cost_usd: call.cost,
    request: { method: "POST", url: urlOf(call), body: requestOf(call) },
    response: {
      status: refusalOf(call)?.status ?? 200,
      body: call.ttft_ms === null ? (responseOf(call) ?? errorOf(call)) : eventStream(call),
    },
  };
}

/** Anthropic names its events; OpenAI ends with a word. */
function eventStream(call: NeutralCall): string {
  const events = carriedOf(call).map((carried) => {
    const { type } = carried as { readonly type?: string };
    return `${type === undefined ? "" : `event: ${type}\n`}data: ${JSON.stringify(carried)}\n\n`;
  });
  return events.join("") + (call.api === "messages" ? "" : "data: [DONE]\n\n");
}

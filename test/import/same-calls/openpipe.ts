import { refusalOf, type NeutralCall } from "./neutral/call.ts";
import { chatRequest, chatResponse } from "./neutral/chat-body.ts";
import { dated, secondsOnly } from "./neutral/differences.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { fromGatewayCache, not, refused, speaks } from "./neutral/which.ts";

/** OpenPipe's request log. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "request-log.jsonl": lines(calls.map(recordOf)) }),
  cannot_hold: [
    { calls: not(speaks("chat")), because: "it logs chat completions" },
    { calls: fromGatewayCache, because: "the log does not say it" },
  ],
  differences: [
    secondsOnly,
    dated(refused),
    {
      columns: ["latency_ms", "ttft_ms", "cost_logged", "session"],
      instead: () => ({ latency_ms: null, ttft_ms: null, cost_logged: null, session: null }),
      because: "the log is of requests and answers alone",
    },
  ],
};

function recordOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  return {
    input: chatRequest(call),
    output: refusal === null ? chatResponse(call) : { error: { message: refusal.message, status: refusal.status } },
    tags: {},
  };
}

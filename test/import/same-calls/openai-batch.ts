import { refusalOf, type NeutralCall } from "./neutral/call.ts";
import { dated, secondsOnly } from "./neutral/differences.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { fromGatewayCache, refused, speaks, streamed } from "./neutral/which.ts";
import { errorOf, pathOf, requestOf, responseOf } from "./neutral/wire.ts";

/** The input, output and error file of a batch. */
export const format: SameCallsFormat = {
  files: (calls) => ({
    "input.jsonl": lines(
      calls.map((call) => ({ custom_id: call.name, method: "POST", url: pathOf(call), body: requestOf(call) })),
    ),
    "output.jsonl": lines(calls.filter((call) => refusalOf(call) === null).map(answerOf)),
    "error.jsonl": lines(calls.filter((call) => refusalOf(call) !== null).map(answerOf)),
  }),
  cannot_hold: [
    { calls: streamed, because: "a batch streams nothing" },
    { calls: speaks("messages"), because: "it is OpenAI's" },
    { calls: fromGatewayCache, because: "no gateway stands between" },
  ],
  differences: [
    secondsOnly,
    dated(refused),
    {
      columns: ["latency_ms", "cost_logged", "session"],
      instead: () => ({ latency_ms: null, cost_logged: null, session: null }),
      because: "a batch has no latency of its calls, its cost is in no file, and its answers know no session",
    },
  ],
};

function answerOf(call: NeutralCall): object {
  return {
    id: `batch_req_${call.name}`,
    custom_id: call.name,
    response: {
      status_code: refusalOf(call)?.status ?? 200,
      request_id: `req_${call.name}`,
      body: responseOf(call) ?? errorOf(call),
    },
    error: null,
  };
}

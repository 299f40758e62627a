import type { NeutralCall } from "./neutral/call.ts";
import { chatMessage, chatRequest } from "./neutral/chat-body.ts";
import { dated } from "./neutral/differences.ts";
import { withoutMembers } from "./neutral/row.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";

const NOT_LOGGED = [
  "latency_ms",
  "ttft_ms",
  "model",
  "provider",
  "usage",
  "cost_logged",
  "end_user",
  "session",
] as const;
const NOT_WANTED = "only answers that are wanted are an example";

/** Examples for supervised fine-tuning. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "training.jsonl": lines(calls.map(exampleOf)) }),
  cannot_hold: {
    tools: "an example does not say that a tool has to be called",
    form: "an example does not say in which form its answer is wanted",
    refused: NOT_WANTED,
    overloaded: NOT_WANTED,
    claude: "an answer of Anthropic's",
    "claude-tools": "an answer of Anthropic's",
    responses: "examples are chat completions",
    hit: "no gateway stands between",
  },
  differences: [
    dated(),
    {
      columns: [...NOT_LOGGED, "stream", "model_requested", "signals"],
      instead: (row) => ({
        ...Object.fromEntries(NOT_LOGGED.map((column) => [column, null])),
        stream: false,
        model_requested: "unknown",
        signals: { ...row.signals, output_tokens: null },
      }),
      because: "nobody was asked: an example is a prompt and the answer that is wanted",
    },
    {
      calls: ["plain", "alias", "thinking", "stream"],
      columns: ["request_hash"],
      instead: (_, call) =>
        withoutMembers(call, ["temperature", "max_tokens", "max_completion_tokens", "reasoning_effort"]),
      because: "examples have no settings",
    },
  ],
};

function exampleOf(call: NeutralCall): object {
  const { messages, tools } = chatRequest(call);
  return { messages: [...messages, chatMessage(call)], ...(tools === undefined ? {} : { tools }) };
}

import type { NeutralCall } from "./neutral/call.ts";
import { chatMessage, chatRequest } from "./neutral/chat-body.ts";
import { dated } from "./neutral/differences.ts";
import { withoutMembers } from "./neutral/row.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { cutShort, every, formWanted, fromGatewayCache, not, refused, speaks, toolWanted } from "./neutral/which.ts";

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

/** Examples for supervised fine-tuning. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "training.jsonl": lines(calls.map(exampleOf)) }),
  cannot_hold: [
    { calls: not(speaks("chat")), because: "examples are chat completions" },
    { calls: toolWanted, because: "an example does not say that a tool has to be called" },
    { calls: formWanted, because: "an example does not say in which form its answer is wanted" },
    { calls: cutShort, because: "only whole answers are wanted" },
    { calls: refused, because: "only answers that are wanted are an example" },
    { calls: fromGatewayCache, because: "no gateway stands between" },
  ],
  differences: [
    dated(every),
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

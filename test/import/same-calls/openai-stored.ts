import type { NeutralCall } from "./neutral/call.ts";
import { chatRequest, chatResponse } from "./neutral/chat-body.ts";
import { secondsOnly } from "./neutral/differences.ts";
import type { SameCallsFormat } from "./neutral/format.ts";
import { aliased, fromGatewayCache, not, refused, speaks, toolAnswered } from "./neutral/which.ts";
import { withoutMembers } from "./neutral/row.ts";

/** A page of the list of stored completions, and one of each completion's messages. */
export const format: SameCallsFormat = {
  files: (calls) => ({
    "completions.json": JSON.stringify({ object: "list", data: calls.map(completionOf), has_more: false }),
    ...Object.fromEntries(
      calls.map((call) => [
        `messages-${call.name}.json`,
        JSON.stringify({ object: "list", data: messagesOf(call), has_more: false }),
      ]),
    ),
  }),
  cannot_hold: [
    { calls: not(speaks("chat")), because: "only chat completions are in the list" },
    {
      calls: toolAnswered,
      because: "how the list of messages says which call a tool's answer belongs to is nowhere documented",
    },
    { calls: refused, because: "only calls that succeeded are stored" },
    { calls: fromGatewayCache, because: "no gateway stands between" },
  ],
  differences: [
    secondsOnly,
    {
      columns: ["latency_ms", "ttft_ms", "stream", "cost_logged", "session"],
      instead: () => ({ latency_ms: null, ttft_ms: null, stream: false, cost_logged: null, session: null }),
      because: "what is stored says neither how long it took nor what it cost, nor whether it was streamed",
    },
    {
      calls: aliased,
      columns: ["model_requested"],
      instead: (row) => ({ model_requested: row.model ?? "" }),
      because: "the model that answered is the only one that is stored",
    },
    {
      columns: ["request_hash"],
      instead: (_, call) => withoutMembers(call, ["max_tokens", "max_completion_tokens", "reasoning_effort"]),
      because: "a stored completion does not say how long it may have been, nor how much thought was asked for",
    },
  ],
};

function completionOf(call: NeutralCall): object {
  const { temperature, tools, tool_choice, response_format } = chatRequest(call);
  return {
    ...chatResponse(call),
    request_id: `req_${call.name}`,
    temperature: temperature ?? 1,
    top_p: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    seed: null,
    tools: tools ?? null,
    tool_choice: tool_choice ?? null,
    response_format: response_format ?? null,
    input_user: call.user,
    service_tier: "default",
    metadata: {},
  };
}

function messagesOf(call: NeutralCall): readonly object[] {
  return chatRequest(call).messages.map((message, place) => {
    const { content, ...said } = message as { readonly content: unknown };
    const parts = Array.isArray(content) ? content : null;
    return {
      id: `chatcmpl-${call.name}-${place}`,
      name: null,
      ...said,
      content: parts === null ? content : null,
      content_parts: parts,
    };
  });
}

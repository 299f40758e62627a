import { answerOf, refusalOf, usageOf, type NeutralCall, type ToolCall, type Turn } from "./call.ts";

/** Bodies of Anthropic's Messages, as they go over the wire. */
export function messagesRequest(
  call: NeutralCall,
): Readonly<Record<string, unknown>> & { readonly messages: readonly object[] } {
  const { system, keep, turns, tools, must_call, temperature, most_tokens } = call.asked;
  return {
    model: call.model_asked,
    max_tokens: most_tokens ?? 1024,
    system: keep === true ? [{ type: "text", text: system, cache_control: { type: "ephemeral" } }] : system,
    messages: turns.map(messageOf),
    ...(tools === undefined
      ? {}
      : { tools: tools.map(({ name, about, takes }) => ({ name, description: about, input_schema: takes })) }),
    ...(must_call === undefined ? {} : { tool_choice: { type: "any" } }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(call.ttft_ms === null ? {} : { stream: true }),
    metadata: { user_id: call.user },
  };
}

function messageOf(turn: Turn): object {
  if (turn.who === "user") return { role: "user", content: turn.shows === undefined ? turn.says : shownBlocks(turn) };
  if (turn.who === "model") return { role: "assistant", content: blocksOf(turn) };
  return { role: "user", content: [{ type: "tool_result", tool_use_id: turn.answers, content: turn.says }] };
}

function shownBlocks({ says, shows }: Turn & { readonly who: "user" }): readonly object[] {
  const source = { type: "base64", media_type: shows?.type, data: shows?.base64 };
  return [
    { type: "text", text: says },
    { type: "image", source },
  ];
}

function blocksOf({
  says,
  calls,
}: {
  readonly says: string | null;
  readonly calls: readonly ToolCall[];
}): readonly object[] {
  return [
    ...(says === null ? [] : [{ type: "text", text: says }]),
    ...calls.map(({ id, name, given }) => ({ type: "tool_use", id, name, input: given })),
  ];
}

export function messagesResponse(call: NeutralCall): Readonly<Record<string, unknown>> | null {
  const answer = answerOf(call);
  if (answer === null) return null;
  return {
    id: `msg_${call.name}`,
    type: "message",
    role: "assistant",
    model: call.model,
    content: blocksOf(answer),
    stop_reason: messagesFinish(call),
    stop_sequence: null,
    usage: messagesUsage(call),
  };
}

/** Why a message ended, in Anthropic's words. */
function messagesFinish(call: NeutralCall): "end_turn" | "max_tokens" | "tool_use" {
  const { calls, cut } = answerOf(call) ?? { calls: [] };
  if (cut === true) return "max_tokens";
  return calls.length === 0 ? "end_turn" : "tool_use";
}

export function messagesUsage(call: NeutralCall): Readonly<Record<string, number>> | null {
  const usage = usageOf(call);
  if (usage === null) return null;
  return {
    input_tokens: usage.input_uncached,
    cache_creation_input_tokens: usage.cache_write,
    cache_read_input_tokens: usage.cache_read,
    output_tokens: usage.output,
  };
}

/** What Anthropic answers a call with that it refuses. */
export function anthropicError(call: NeutralCall): object | null {
  const refusal = refusalOf(call);
  return refusal === null ? null : { type: "error", error: { type: refusal.type, message: refusal.message } };
}

/** The events of a streamed answer. */
export function messagesEvents(call: NeutralCall): readonly { readonly type: string }[] {
  const usage = messagesUsage(call) ?? {};
  const answer = answerOf(call) ?? { says: null, calls: [] };
  const blocks = blocksOf(answer).map(
    (block) => block as { readonly type: string; readonly text?: string; readonly input?: object },
  );
  return [
    {
      type: "message_start",
      message: { ...messagesResponse(call), content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    ...blocks.flatMap((block, index) => [
      {
        type: "content_block_start",
        index,
        content_block: { ...block, ...(block.text === undefined ? { input: {} } : { text: "" }) },
      },
      {
        type: "content_block_delta",
        index,
        delta:
          block.text === undefined
            ? { type: "input_json_delta", partial_json: JSON.stringify(block.input) }
            : { type: "text_delta", text: block.text },
      },
      { type: "content_block_stop", index },
    ]),
    {
      type: "message_delta",
      delta: { stop_reason: messagesFinish(call), stop_sequence: null },
      usage: { output_tokens: usage["output_tokens"] },
    },
    { type: "message_stop" },
  ] as readonly { readonly type: string }[];
}

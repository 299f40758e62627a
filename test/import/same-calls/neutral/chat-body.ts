import {
  answerOf,
  inclusive,
  refusalOf,
  usageOf,
  type NeutralCall,
  type Tool,
  type ToolCall,
  type Turn,
} from "./call.ts";

/** Bodies of OpenAI's chat completions, as they go over the wire. */
export function chatRequest(
  call: NeutralCall,
): Readonly<Record<string, unknown>> & { readonly messages: readonly object[] } {
  const { system, turns, tools, must_call, temperature, most_tokens, effort, form } = call.asked;
  return {
    model: call.model_asked,
    messages: [{ role: "system", content: system }, ...turns.map(messageOf)],
    ...(tools === undefined ? {} : { tools: tools.map(toolOf) }),
    ...(must_call === undefined ? {} : { tool_choice: "required" }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(most_tokens === undefined
      ? {}
      : effort === undefined
        ? { max_tokens: most_tokens }
        : { max_completion_tokens: most_tokens }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(form === undefined
      ? {}
      : { response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema: form } } }),
    ...(call.ttft_ms === null ? {} : { stream: true, stream_options: { include_usage: true } }),
    user: call.user,
  };
}

function messageOf(turn: Turn): object {
  if (turn.who === "tool") return { role: "tool", tool_call_id: turn.answers, content: turn.says };
  if (turn.who === "model")
    return {
      role: "assistant",
      content: turn.says,
      ...(turn.calls.length === 0 ? {} : { tool_calls: turn.calls.map(toolCallOf) }),
    };
  if (turn.shows === undefined) return { role: "user", content: turn.says };
  const url = `data:${turn.shows.type};base64,${turn.shows.base64}`;
  return {
    role: "user",
    content: [
      { type: "text", text: turn.says },
      { type: "image_url", image_url: { url } },
    ],
  };
}

function toolOf({ name, about, takes }: Tool): object {
  return { type: "function", function: { name, description: about, parameters: takes } };
}

function toolCallOf({ id, name, given }: ToolCall): object {
  return { id, type: "function", function: { name, arguments: JSON.stringify(given) } };
}

/** The message of an answer; null where there was none. */
export function chatMessage(call: NeutralCall): object | null {
  const answer = answerOf(call);
  return answer === null ? null : messageOf({ who: "model", ...answer });
}

export function chatResponse(call: NeutralCall): Readonly<Record<string, unknown>> | null {
  const message = chatMessage(call);
  if (message === null) return null;
  return {
    id: `chatcmpl-${call.name}`,
    object: "chat.completion",
    created: Math.floor(call.at / 1000),
    model: call.model,
    choices: [{ index: 0, message: { ...message, refusal: null }, logprobs: null, finish_reason: chatFinish(call) }],
    usage: chatUsage(call),
  };
}

/** Why a chat completion ended, in OpenAI's words. */
export function chatFinish(call: NeutralCall): "stop" | "length" | "tool_calls" {
  const { calls, cut } = answerOf(call) ?? { calls: [] };
  if (cut === true) return "length";
  return calls.length === 0 ? "stop" : "tool_calls";
}

export function chatUsage(call: NeutralCall): object | null {
  const usage = usageOf(call);
  if (usage === null) return null;
  const { input, output, total } = inclusive(usage);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: total,
    prompt_tokens_details: { cached_tokens: usage.cache_read, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: 0 },
  };
}

/** What OpenAI answers a call with that it refuses. */
export function openaiError(call: NeutralCall): object | null {
  const refusal = refusalOf(call);
  if (refusal === null) return null;
  return { error: { message: refusal.message, type: refusal.type, param: null, code: "rate_limit_exceeded" } };
}

/** The chunks of a streamed answer. */
export function chatChunks(call: NeutralCall): readonly object[] {
  const { id, created, model } = chatResponse(call) ?? {};
  const chunk = (choices: readonly object[], usage: object | null): object => {
    return { id, object: "chat.completion.chunk", created, model, choices, usage };
  };
  const delta = (said: object, finish_reason: string | null = null): object =>
    chunk([{ index: 0, delta: said, finish_reason }], null);
  const { says, calls } = answerOf(call) ?? { says: null, calls: [] };
  return [
    delta({ role: "assistant", content: says === null ? null : "" }),
    ...halvesOf(says ?? "").map((content) => delta({ content })),
    ...calls.flatMap(({ id, name, given }, index) => [
      delta({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
      ...halvesOf(JSON.stringify(given)).map((half) =>
        delta({ tool_calls: [{ index, function: { arguments: half } }] }),
      ),
    ]),
    delta({}, chatFinish(call)),
    chunk([], chatUsage(call)),
  ];
}

function halvesOf(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return text === "" ? [] : [text.slice(0, middle), text.slice(middle)];
}

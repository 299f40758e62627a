import {
  answerOf,
  inclusive,
  providerOf,
  refusalOf,
  usageOf,
  type NeutralCall,
  type ToolCall,
  type Turn,
} from "./neutral/call.ts";
import { flat } from "./neutral/flat.ts";
import type { SameCallsFormat } from "./neutral/format.ts";
import { spansOf, type SpanEvent } from "./neutral/otlp.ts";
import { fromGatewayCache, streamed } from "./neutral/which.ts";
import { requestOf, responseOf } from "./neutral/wire.ts";

/** OpenInference's instrumentations of the SDKs of OpenAI and Anthropic, which keep the bodies beside its own attributes. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "spans.json": spansOf(calls, attributesOf, eventsOf) }),
  cannot_hold: [{ calls: fromGatewayCache, because: "the conventions know no gateway" }],
  differences: [
    { columns: ["cost_logged"], instead: () => ({ cost_logged: null }), because: "the SDK does not know the cost" },
    {
      calls: streamed,
      columns: ["signals"],
      instead: ({ signals }) => ({
        signals: { ...signals, finish_reason: signals.tool_calls === true ? signals.finish_reason : null },
      }),
      because: "why a stream ended stands in no attribute; one that ended with a call of a tool tells by itself",
    },
  ],
};

function attributesOf(call: NeutralCall): Readonly<Record<string, unknown>> {
  const { messages: _, input: __, tools: ___, ...settings } = requestOf(call);
  const { system, turns, tools = [] } = call.asked;
  const usage = usageOf(call);
  const counted = usage === null ? null : inclusive(usage);
  const answer = answerOf(call);
  return {
    "openinference.span.kind": "LLM",
    "llm.system": providerOf(call),
    "llm.provider": providerOf(call),
    "llm.model_name": answer === null ? call.model_asked : call.model,
    "llm.invocation_parameters": JSON.stringify(settings),
    "input.value": JSON.stringify(requestOf(call)),
    "input.mime_type": "application/json",
    "output.value": call.ttft_ms === null && answer !== null ? JSON.stringify(responseOf(call)) : null,
    "session.id": call.session,
    "user.id": call.user,
    "llm.token_count.prompt": counted?.input,
    "llm.token_count.completion": counted?.output,
    "llm.token_count.total": counted?.total,
    "llm.token_count.prompt_details.cache_read": usage?.cache_read,
    "llm.token_count.prompt_details.cache_write": usage?.cache_write,
    "llm.token_count.completion_details.reasoning": usage?.reasoning,
    "llm.input_messages.0.message.role": "system",
    "llm.input_messages.0.message.content": system,
    ...flat("llm.input_messages", turns.map(messageOf), 1),
    ...flat("llm.output_messages", answer === null ? [] : [messageOf({ who: "model", ...answer })]),
    ...flat(
      "llm.tools",
      tools.map(({ name, about, takes }) => {
        const definition = { type: "function", function: { name, description: about, parameters: takes } };
        return { "tool.json_schema": JSON.stringify(definition) };
      }),
    ),
  };
}

function messageOf(turn: Turn): Readonly<Record<string, unknown>> {
  if (turn.who === "tool")
    return { "message.role": "tool", "message.content": turn.says, "message.tool_call_id": turn.answers };
  if (turn.who === "model")
    return {
      "message.role": "assistant",
      "message.content": turn.says,
      ...flat("message.tool_calls", turn.calls.map(toolCallOf)),
    };
  if (turn.shows === undefined) return { "message.role": "user", "message.content": turn.says };
  return {
    "message.role": "user",
    ...flat("message.contents", [
      { "message_content.type": "text", "message_content.text": turn.says },
      {
        "message_content.type": "image",
        "message_content.image.image.url": `data:${turn.shows.type};base64,${turn.shows.base64}`,
      },
    ]),
  };
}

function toolCallOf({ id, name, given }: ToolCall): Readonly<Record<string, unknown>> {
  return {
    "tool_call.id": id,
    "tool_call.function.name": name,
    "tool_call.function.arguments": JSON.stringify(given),
  };
}

function eventsOf(call: NeutralCall): readonly SpanEvent[] {
  const refusal = refusalOf(call);
  const thrown = {
    "exception.type": `${providerOf(call)}.${refusal?.thrown}`,
    "exception.message": refusal?.message,
  };
  return [
    ...(call.ttft_ms === null
      ? []
      : [{ name: "First Token Stream Event", at: call.at + call.ttft_ms, attributes: {} }]),
    ...(refusal === null ? [] : [{ name: "exception", at: call.at, attributes: thrown }]),
  ];
}

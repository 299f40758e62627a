import {
  answerOf,
  inclusive,
  providerOf,
  refusalOf,
  usageOf,
  type NeutralCall,
  type ToolCall,
} from "./neutral/call.ts";
import { chatFinish, chatRequest } from "./neutral/chat-body.ts";
import { flat } from "./neutral/flat.ts";
import type { SameCallsFormat } from "./neutral/format.ts";
import { messagesRequest } from "./neutral/messages-body.ts";
import { spansOf, type SpanEvent } from "./neutral/otlp.ts";
import { derivedFrom, withoutMembers } from "./neutral/row.ts";
import { formWanted, fromGatewayCache, not, speaks, toolWanted } from "./neutral/which.ts";

/** OpenLLMetry's instrumentations of the Python SDKs of OpenAI and Anthropic. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "spans.json": spansOf(calls, attributesOf, eventsOf) }),
  cannot_hold: [
    { calls: fromGatewayCache, because: "it stands in the application, before any gateway" },
    { calls: speaks("responses"), because: "how it writes items of the Responses API is not known well enough" },
  ],
  differences: [
    { columns: ["cost_logged"], instead: () => ({ cost_logged: null }), because: "the SDK does not know the cost" },
    {
      columns: ["ttft_ms"],
      instead: () => ({ ttft_ms: null }),
      because: "it counts the time to the first token in a metric, and in no span",
    },
    {
      calls: not(speaks("chat")),
      columns: ["dialect"],
      instead: () => ({ dialect: "openai-chat" }),
      because: "a span has messages in words of its own, which are put together as a chat completion's",
    },
    {
      calls: toolWanted,
      columns: ["prompt_hash", "request_hash"],
      instead: (_, call) => withoutMembers(call, ["tool_choice"]),
      because: "it does not write that a tool has to be called",
    },
    {
      calls: formWanted,
      columns: ["prompt_hash", "request_hash"],
      instead: (_, call) => derivedFrom(call, withLooseForm(call)),
      because: "it writes the schema of the answer, and not how strictly it is to be kept to",
    },
  ],
};

function withLooseForm(call: NeutralCall): object {
  const json_schema = { name: "answer", schema: call.asked.form };
  return { ...chatRequest(call), response_format: { type: "json_schema", json_schema } };
}

function attributesOf(call: NeutralCall): Readonly<Record<string, unknown>> {
  const { temperature, most_tokens, effort, form, tools = [] } = call.asked;
  const usage = usageOf(call);
  const counted = usage === null ? null : inclusive(usage);
  const answer = answerOf(call);
  return {
    "llm.request.type": "chat",
    "gen_ai.system": providerOf(call),
    "gen_ai.request.model": call.model_asked,
    "gen_ai.request.max_tokens": most_tokens,
    "gen_ai.request.temperature": temperature,
    "gen_ai.request.reasoning_effort": effort,
    "gen_ai.request.structured_output_schema": form === undefined ? null : JSON.stringify(form),
    "llm.is_streaming": call.ttft_ms !== null,
    "gen_ai.response.model": answer === null ? null : call.model,
    "gen_ai.usage.input_tokens": counted?.input,
    "gen_ai.usage.output_tokens": counted?.output,
    "llm.usage.total_tokens": counted?.total,
    "gen_ai.usage.cache_read_input_tokens": usage?.cache_read,
    "gen_ai.usage.cache_creation_input_tokens": usage?.cache_write,
    "gen_ai.usage.reasoning_tokens": usage?.reasoning,
    "traceloop.association.properties.user_id": call.user,
    "traceloop.association.properties.session_id": call.session,
    ...flat("gen_ai.prompt", sentOf(call).map(flatMessage)),
    ...flat(
      "gen_ai.completion",
      answer === null
        ? []
        : [
            {
              role: "assistant",
              content: answer.says,
              finish_reason: chatFinish(call),
              ...flat("tool_calls", answer.calls.map(flatCall)),
            },
          ],
    ),
    ...flat(
      "llm.request.functions",
      tools.map(({ name, about, takes }) => {
        const schema = JSON.stringify(takes);
        return { name, description: about, [call.api === "messages" ? "input_schema" : "parameters"]: schema };
      }),
    ),
  };
}

interface SdkMessage {
  readonly role: string;
  readonly content: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** Messages as the SDK was given them, Anthropic's system prompt in front. */
function sentOf(call: NeutralCall): readonly SdkMessage[] {
  if (call.api === "chat") return chatRequest(call).messages as readonly SdkMessage[];
  const { system, messages } = messagesRequest(call);
  return [{ role: "system", content: system }, ...(messages as readonly SdkMessage[])];
}

function flatMessage({ role, content, tool_calls = [], tool_call_id }: SdkMessage): Readonly<Record<string, unknown>> {
  return {
    role,
    content: typeof content === "string" || content === null ? content : JSON.stringify(content),
    tool_call_id,
    ...flat(
      "tool_calls",
      tool_calls.map(({ id, function: { name, arguments: given } }) => ({ id, name, arguments: given })),
    ),
  };
}

function flatCall({ id, name, given }: ToolCall): Readonly<Record<string, unknown>> {
  return { id, name, arguments: JSON.stringify(given) };
}

function eventsOf(call: NeutralCall): readonly SpanEvent[] {
  const refusal = refusalOf(call);
  if (refusal === null) return [];
  const attributes = { "exception.type": refusal.thrown, "exception.message": refusal.message };
  return [{ name: "exception", at: call.at, attributes }];
}

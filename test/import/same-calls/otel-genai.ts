import { answerOf, inclusive, providerOf, refusalOf, usageOf, type NeutralCall, type Turn } from "./neutral/call.ts";
import type { SameCallsFormat } from "./neutral/format.ts";
import {
  both,
  effortWanted,
  formWanted,
  fromGatewayCache,
  not,
  speaks,
  toolAnswered,
  toolWanted,
} from "./neutral/which.ts";
import { spansOf } from "./neutral/otlp.ts";
import { derivedFrom, withoutMembers } from "./neutral/row.ts";
import { requestOf } from "./neutral/wire.ts";

/** Spans after OpenTelemetry's conventions for generative AI, with their texts captured, as a collector writes them. */
export const format: SameCallsFormat = {
  files: (calls) => ({
    "spans.json": spansOf(calls, attributesOf),
  }),
  cannot_hold: [{ calls: fromGatewayCache, because: "the conventions know no gateway" }],
  differences: [
    {
      columns: ["cost_logged"],
      instead: () => ({ cost_logged: null }),
      because: "the conventions have no cost",
    },
    {
      calls: not(speaks("chat")),
      columns: ["dialect"],
      instead: () => ({ dialect: "openai-chat" }),
      because: "a span has messages in words of its own, which are put together as a chat completion's",
    },
    {
      calls: effortWanted,
      columns: ["request_hash"],
      instead: (_, call) => withoutMembers(call, ["reasoning_effort"]),
      because: "the conventions do not say how much thought was asked for",
    },
    {
      calls: toolWanted,
      columns: ["prompt_hash", "request_hash"],
      instead: (_, call) => withoutMembers(call, ["tool_choice"]),
      because: "the conventions do not say that a tool has to be called",
    },
    {
      calls: both(speaks("responses"), toolAnswered),
      columns: ["prompt_hash", "request_hash"],
      instead: (_, call) => derivedFrom(call, withLooseTools(call)),
      because:
        "the conventions do not say that arguments have to keep to the schema, as they have to by default in the Responses API",
    },
    {
      calls: formWanted,
      columns: ["needs", "signals", "prompt_hash", "request_hash", "replayability"],
      instead: (row, call) => ({
        needs: withoutMembers(call, ["response_format", "text"]).needs,
        signals: { ...row.signals, json_schema: null },
        prompt_hash: null,
        request_hash: null,
        replayability: "truncated",
      }),
      because: "the conventions say that JSON was asked for, and leave its schema out",
    },
  ],
};

function withLooseTools(call: NeutralCall): object {
  const { tools, ...asked } = requestOf(call);
  return { ...asked, tools: (tools as readonly object[]).map((tool) => ({ ...tool, strict: false })) };
}

function attributesOf(call: NeutralCall): Readonly<Record<string, unknown>> {
  const { system, turns, tools, temperature, most_tokens, form } = call.asked;
  const usage = usageOf(call);
  const answer = answerOf(call);
  const counted = usage === null ? null : inclusive(usage);
  const finish = answer?.cut === true ? "length" : answer?.calls.length === 0 ? "stop" : "tool_call";
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": providerOf(call),
    "gen_ai.request.model": call.model_asked,
    "gen_ai.request.temperature": temperature,
    "gen_ai.request.max_tokens": most_tokens,
    "gen_ai.output.type": form === undefined ? null : "json",
    "gen_ai.response.model": answer === null ? null : call.model,
    "gen_ai.response.finish_reasons": answer === null ? null : [finish],
    "gen_ai.response.time_to_first_chunk": call.ttft_ms === null ? null : call.ttft_ms / 1000,
    "gen_ai.usage.input_tokens": counted?.input,
    "gen_ai.usage.output_tokens": counted?.output,
    "gen_ai.usage.cache_read.input_tokens": usage?.cache_read,
    "gen_ai.usage.cache_creation.input_tokens": usage?.cache_write,
    "gen_ai.usage.reasoning.output_tokens": usage?.reasoning,
    "gen_ai.conversation.id": call.session,
    "user.id": call.user,
    "error.type": refusalOf(call)?.thrown,
    "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: system }]),
    "gen_ai.input.messages": JSON.stringify(turns.map(messageOf)),
    "gen_ai.output.messages":
      answer === null ? null : JSON.stringify([{ ...messageOf({ who: "model", ...answer }), finish_reason: finish }]),
    "gen_ai.tool.definitions":
      tools === undefined
        ? null
        : JSON.stringify(
            tools.map(({ name, about, takes }) => ({ type: "function", name, description: about, parameters: takes })),
          ),
  };
}

function messageOf(turn: Turn): object {
  if (turn.who === "tool")
    return { role: "tool", parts: [{ type: "tool_call_response", id: turn.answers, response: turn.says }] };
  if (turn.who === "model")
    return {
      role: "assistant",
      parts: [
        ...(turn.says === null ? [] : [{ type: "text", content: turn.says }]),
        ...turn.calls.map(({ id, name, given }) => ({ type: "tool_call", id, name, arguments: given })),
      ],
    };
  const shown =
    turn.shows === undefined
      ? []
      : [{ type: "blob", modality: "image", mime_type: turn.shows.type, content: turn.shows.base64 }];
  return { role: "user", parts: [{ type: "text", content: turn.says }, ...shown] };
}

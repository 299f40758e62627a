import { answerOf, endOf, iso, refusalOf, type NeutralCall } from "./neutral/call.ts";
import { chatMessage, chatRequest } from "./neutral/chat-body.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { countsApart, wrapperDifferences } from "./neutral/langfuse.ts";
import { withoutMembers } from "./neutral/row.ts";
import { fromGatewayCache, not, pictured, speaks, toolWanted } from "./neutral/which.ts";

/** Langfuse's export to blob storage, of what the wrapper of OpenAI's client in Python logs. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "observations.jsonl": lines(calls.map(observationOf)) }),
  cannot_hold: [
    { calls: not(speaks("chat")), because: "the wrapper is that of chat completions" },
    { calls: fromGatewayCache, because: "Langfuse stands beside the calls, not between" },
  ],
  differences: [
    {
      columns: ["end_user", "session"],
      instead: () => ({ end_user: null, session: null }),
      because: "users and sessions are columns of the traces, which are exported apart",
    },
    ...wrapperDifferences,
    {
      calls: toolWanted,
      columns: ["prompt_hash", "request_hash"],
      instead: (_, call) => withoutMembers(call, ["tool_choice"]),
      because: "the wrapper logs tools without the choice among them",
    },
    {
      calls: pictured,
      columns: ["replayability", "prompt_hash", "request_hash"],
      instead: () => ({ replayability: "truncated", prompt_hash: null, request_hash: null }),
      because: "the wrapper takes pictures out of the messages",
    },
  ],
};

function observationOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  const { temperature, max_tokens, response_format } = chatRequest(call);
  return {
    id: call.name,
    trace_id: `trace-${call.name}`,
    project_id: "p-1",
    environment: "default",
    type: "GENERATION",
    parent_observation_id: null,
    start_time: iso(call.at),
    end_time: iso(endOf(call)),
    name: "OpenAI-generation",
    metadata: response_format === undefined ? {} : { response_format: JSON.stringify(response_format) },
    level: refusal === null ? "DEFAULT" : "ERROR",
    status_message:
      refusal === null ? null : `Error code: ${refusal.status} - {'error': {'message': '${refusal.message}'}}`,
    version: null,
    input: inputOf(call),
    output: outputOf(call),
    provided_model_name: refusal === null ? call.model : call.model_asked,
    model_parameters: {
      temperature: temperature ?? 1,
      max_tokens: max_tokens ?? "Infinity",
      top_p: 1,
      frequency_penalty: 0,
      presence_penalty: 0,
    },
    usage_details: countsApart(call),
    cost_details: refusal === null ? { total: call.cost } : {},
    completion_start_time: call.ttft_ms === null ? null : iso(call.at + call.ttft_ms),
    total_cost: call.cost,
    latency: call.latency_ms / 1000,
    time_to_first_token: call.ttft_ms === null ? null : call.ttft_ms / 1000,
    model_id: "m-1",
  };
}

/** Messages alone, or with the tools beside them. */
function inputOf(call: NeutralCall): string {
  const { messages, tools } = chatRequest(call);
  const told = messages.map((message) => {
    const { content } = message as { readonly content: unknown };
    return Array.isArray(content)
      ? { ...message, content: (content as readonly object[]).map(withoutPicture) }
      : message;
  });
  return JSON.stringify(tools === undefined ? told : { tools, messages: told });
}

function withoutPicture(part: object): object {
  const { image_url: _, ...rest } = part as { readonly image_url?: unknown };
  return rest;
}

function outputOf(call: NeutralCall): string | null {
  const answer = answerOf(call);
  if (answer === null || call.ttft_ms === null) return answer === null ? null : JSON.stringify(chatMessage(call));
  const [called] = answer.calls;
  if (called === undefined) return answer.says;
  const { name, given } = called;
  return JSON.stringify({ role: "assistant", tool_calls: [{ function: { name, arguments: JSON.stringify(given) } }] });
}

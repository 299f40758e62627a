import { answerOf, endOf, inclusive, iso, refusalOf, usageOf, type NeutralCall } from "./neutral/call.ts";
import { chatMessage, chatRequest } from "./neutral/chat-body.ts";
import { lines, type SameCallsFormat } from "./neutral/format.ts";
import { countsApart, wrapperDifferences } from "./neutral/langfuse.ts";
import { messagesRequest, messagesResponse } from "./neutral/messages-body.ts";
import { responsesRequest, responsesResponse } from "./neutral/responses-body.ts";
import { withoutMembers } from "./neutral/row.ts";
import { both, formWanted, fromGatewayCache, speaks } from "./neutral/which.ts";

/** Observations of its API: OpenAI's through the wrapper of its JavaScript SDK, Anthropic's as its docs want them logged by hand. */
export const format: SameCallsFormat = {
  files: (calls) => ({ "observations.jsonl": lines(calls.map(observationOf)) }),
  cannot_hold: [
    {
      calls: fromGatewayCache,
      because: "Langfuse stands beside the calls, not between: no cache of its own answers any",
    },
  ],
  differences: [
    ...wrapperDifferences,
    {
      calls: both(speaks("responses"), formWanted),
      columns: ["needs", "signals", "prompt_hash", "request_hash"],
      instead: (_, call) => withoutMembers(call, ["text"]),
      because: "of what the Responses API echoes the wrapper does not keep the form of the answer",
    },
  ],
};

function observationOf(call: NeutralCall): object {
  const refusal = refusalOf(call);
  return {
    id: call.name,
    traceId: `trace-${call.name}`,
    projectId: "p-1",
    type: "GENERATION",
    name: "OpenAI-generation",
    startTime: iso(call.at),
    endTime: iso(endOf(call)),
    completionStartTime: call.ttft_ms === null ? null : iso(call.at + call.ttft_ms),
    parentObservationId: null,
    level: refusal === null ? "DEFAULT" : "ERROR",
    statusMessage: refusal === null ? null : `Error: ${refusal.status} ${refusal.message}`,
    environment: "production",
    userId: call.user,
    sessionId: call.session,
    metadata: {},
    ...LOGGED[call.api](call),
    providedModelName: refusal === null ? call.model : call.model_asked,
    usageDetails: call.api === "messages" ? anthropicCounts(call) : countsApart(call),
    totalCost: call.cost,
    latency: call.latency_ms / 1000,
    timeToFirstToken: call.ttft_ms === null ? null : call.ttft_ms / 1000,
    tags: [],
  };
}

/** Anthropic's counts, which Langfuse sums up to a total. */
function anthropicCounts(call: NeutralCall): object {
  const usage = usageOf(call);
  if (usage === null) return {};
  return {
    input: usage.input_uncached,
    output: usage.output,
    cache_read_input_tokens: usage.cache_read,
    cache_creation_input_tokens: usage.cache_write,
    total: inclusive(usage).total,
  };
}

const LOGGED = {
  chat(call: NeutralCall): object {
    const { messages, tools, tool_choice, max_tokens, stream, temperature, response_format } = chatRequest(call);
    return {
      input: JSON.stringify({ messages, tools, tool_choice }),
      output: call.ttft_ms === null ? JSON.stringify(chatMessage(call)) : streamedOutput(call),
      modelParameters: {
        max_tokens,
        stream,
        temperature,
        user: call.user,
        ...(response_format === undefined ? {} : { response_format: JSON.stringify(response_format) }),
      },
    };
  },
  responses(call: NeutralCall): object {
    const {
      max_output_tokens,
      parallel_tool_calls,
      store,
      temperature,
      tool_choice,
      top_p,
      truncation,
      user,
      ...said
    } = responsesResponse(call) ?? {};
    return {
      input: JSON.stringify(responsesRequest(call).input),
      output: answerOf(call)?.says,
      modelParameters: {
        max_output_tokens,
        parallel_tool_calls,
        store,
        temperature,
        tool_choice,
        top_p,
        truncation,
        user,
      },
      metadata: {
        reasoning: said["reasoning"],
        instructions: said["instructions"],
        tools: said["tools"],
        metadata: {},
        status: said["status"],
      },
    };
  },
  messages(call: NeutralCall): object {
    return {
      name: "anthropic-completion",
      input: JSON.stringify(messagesRequest(call)),
      output: JSON.stringify(messagesResponse(call)),
      modelParameters: {},
    };
  },
};

/** What the wrapper makes of the chunks of a stream. */
function streamedOutput(call: NeutralCall): string | null {
  const { says, calls } = answerOf(call) ?? { says: null, calls: [] };
  if (calls.length === 0) return says;
  return JSON.stringify({
    tool_calls: calls.map(({ name, given }) => ({ function: { name, arguments: JSON.stringify(given) } })),
  });
}

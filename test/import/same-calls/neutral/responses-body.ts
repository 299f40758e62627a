import { answerOf, inclusive, usageOf, type NeutralCall, type Turn } from "./call.ts";

/** Bodies of OpenAI's Responses, as they go over the wire. */
export function responsesRequest(
  call: NeutralCall,
): Readonly<Record<string, unknown>> & { readonly input: readonly object[] } {
  const { system, turns, tools, temperature, most_tokens, effort, form } = call.asked;
  return {
    model: call.model_asked,
    instructions: system,
    input: turns.flatMap(itemsOf),
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map(({ name, about, takes }) => {
            return { type: "function", name, description: about, parameters: takes, strict: true };
          }),
        }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(most_tokens === undefined ? {} : { max_output_tokens: most_tokens }),
    ...(effort === undefined ? {} : { reasoning: { effort } }),
    ...(form === undefined
      ? {}
      : { text: { format: { type: "json_schema", name: "answer", schema: form, strict: true } } }),
    store: false,
    user: call.user,
  };
}

function itemsOf(turn: Turn): readonly object[] {
  if (turn.who === "user") return [{ role: "user", content: turn.says }];
  if (turn.who === "tool") return [{ type: "function_call_output", call_id: turn.answers, output: turn.says }];
  return turn.calls.map(({ id, name, given }) => {
    return { type: "function_call", call_id: id, name, arguments: JSON.stringify(given) };
  });
}

export function responsesResponse(call: NeutralCall): Readonly<Record<string, unknown>> | null {
  const answer = answerOf(call);
  if (answer === null) return null;
  const { tools, temperature, instructions, max_output_tokens, reasoning, text } = responsesRequest(call);
  return {
    id: `resp_${call.name}`,
    object: "response",
    created_at: Math.floor(call.at / 1000),
    status: "completed",
    error: null,
    incomplete_details: null,
    instructions,
    max_output_tokens,
    model: call.model,
    output: [
      {
        id: `msg_${call.name}`,
        type: "message",
        status: "completed",
        role: "assistant",
        content: [{ type: "output_text", text: answer.says, annotations: [] }],
      },
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...(reasoning as object | undefined) },
    store: false,
    temperature: temperature ?? 1,
    text: text ?? { format: { type: "text" } },
    tool_choice: "auto",
    tools: tools ?? [],
    top_p: 1,
    truncation: "disabled",
    usage: responsesUsage(call),
    user: call.user,
    metadata: {},
  };
}

function responsesUsage(call: NeutralCall): object | null {
  const usage = usageOf(call);
  if (usage === null) return null;
  const { input, output, total } = inclusive(usage);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cache_read },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: total,
  };
}

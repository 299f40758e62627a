import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { reasoningItem } from "./reasoning.ts";

/** Usage in OpenAI's buckets: input with its cached part, output with its reasoning. Unknown counts are null. */
function usageOfResponse({ inputTokens: input, outputTokens: output }: LanguageModelV4Usage): JsonObject {
  const known = input.total !== undefined && output.total !== undefined;
  return {
    input_tokens: input.total ?? null,
    input_tokens_details: { cached_tokens: input.cacheRead ?? null, cache_write_tokens: input.cacheWrite ?? null },
    output_tokens: output.total ?? null,
    output_tokens_details: { reasoning_tokens: output.reasoning ?? null },
    total_tokens: known ? (input.total as number) + (output.total as number) : null,
  };
}

const CUT: Partial<Readonly<Record<LanguageModelV4FinishReason["unified"], string>>> = {
  length: "max_output_tokens",
  "content-filter": "content_filter",
};

/** How a response ended. */
export interface ResponseEnd {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly usage: LanguageModelV4Usage;
}

/** A response as it stands. @param end null while it is under way */
export function responseBody(about: AnswerHead, output: readonly JsonObject[], end: ResponseEnd | null): JsonObject {
  const unified = end?.finishReason.unified;
  const reason = unified === undefined ? undefined : CUT[unified];
  const whole = reason === undefined && unified !== "interrupted";
  return {
    id: `resp_${about.id}`,
    object: "response",
    created_at: Math.floor(about.created_at / 1000),
    status: end === null ? "in_progress" : whole ? "completed" : "incomplete",
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    instructions: null,
    metadata: {},
    model: about.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    // Nothing is kept: the answer came from a provider that speaks something else.
    store: false,
    temperature: null,
    tool_choice: "auto",
    tools: [],
    top_p: null,
    usage: end === null ? null : usageOfResponse(end.usage),
  };
}

export function messageItem(id: string, text: string): JsonObject {
  const part = { type: "output_text", text, annotations: [], logprobs: [] };
  return { id, type: "message", status: "completed", role: "assistant", content: [part] };
}

export function callItem(
  id: string,
  call: { readonly id: string; readonly name: string; readonly input: string },
): JsonObject {
  // Some providers say nothing for no arguments; clients parse them as JSON.
  const text = call.input === "" ? "{}" : call.input;
  return { id, type: "function_call", status: "completed", call_id: call.id, name: call.name, arguments: text };
}

function item(content: LanguageModelV4Content, id: (prefix: string) => string): JsonObject | null {
  switch (content.type) {
    case "text":
      return content.text === "" ? null : messageItem(id("msg"), content.text);
    case "reasoning":
      return reasoningItem(id("rs"), content.text, content.providerMetadata);
    case "tool-call":
      if (content.providerExecuted === true) return null;
      return callItem(id("fc"), { id: content.toolCallId, name: content.toolName, input: content.input });
    default:
      // What a provider did by itself, and what it cites: a response has no place for another provider's.
      return null;
  }
}

/** A whole answer as a response. */
export function resultToResponse(result: LanguageModelV4GenerateResult, about: AnswerHead): JsonObject {
  const output: JsonObject[] = [];
  for (const content of result.content) {
    const made = item(content, (prefix) => `${prefix}_${about.id}_${output.length}`);
    if (made !== null) output.push(made);
  }
  return responseBody(about, output, result);
}

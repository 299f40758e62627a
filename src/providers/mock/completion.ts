import type { Usage } from "../../core/usage.ts";
import type { RequestBody } from "../provider.ts";
import type { MockAnswer } from "./answer.ts";
import { countTokens } from "./prose.ts";

/** Tokens of a chat request: its messages, tools and schema, and a few for each message's frame. */
export function inputTokensOf(body: RequestBody): number {
  const messages = Array.isArray(body["messages"]) ? body["messages"] : [];
  const asked = JSON.stringify([messages, body["tools"] ?? "", body["response_format"] ?? ""]);
  return countTokens(asked) + 3 * messages.length;
}

/** The answer as an OpenAI chat completion. @param created seconds since the epoch */
export function chatCompletion(id: string, model: string, answer: MockAnswer, usage: Usage, created: number): object {
  const calls =
    answer.tool === null ? {} : { tool_calls: [{ id: `call_${id}`, type: "function", function: answer.tool }] };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created,
    model,
    choices: [
      { index: 0, message: { role: "assistant", content: answer.text, ...calls }, finish_reason: answer.finish_reason },
    ],
    usage: {
      prompt_tokens: usage.input_uncached + usage.cache_read,
      completion_tokens: usage.output,
      total_tokens: usage.input_uncached + usage.cache_read + usage.output,
      prompt_tokens_details: { cached_tokens: usage.cache_read },
    },
  };
}

const TEXT = "The order left our warehouse this morning and should reach you by Thursday. ".repeat(3).trim();
/** A whole chat completion, 0.8 KB: what benchmarks' providers answer. */
export const ANSWER = Buffer.from(
  JSON.stringify({
    id: "chatcmpl-benchmark",
    object: "chat.completion",
    created: 1_790_000_000,
    model: "gpt-4o-mini",
    choices: [
      { index: 0, message: { role: "assistant", content: TEXT, refusal: null }, logprobs: null, finish_reason: "stop" },
    ],
    usage: {
      prompt_tokens: 212,
      completion_tokens: 48,
      total_tokens: 260,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  }),
);

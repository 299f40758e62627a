import type { SpanKind } from "./dialect.ts";

const CHAT: SpanKind = { call: "chat" };
const EMBEDDINGS: SpanKind = { call: "embeddings" };
const COMPLETION: SpanKind = { call: "completion" };

/** LiteLLM names an operation by the function that was called. */
export const LITELLM_CALLS: Readonly<Record<string, SpanKind | undefined>> = {
  acompletion: CHAT,
  responses: CHAT,
  aresponses: CHAT,
  anthropic_messages: CHAT,
  embedding: EMBEDDINGS,
  aembedding: EMBEDDINGS,
  text_completion: COMPLETION,
  atext_completion: COMPLETION,
};

import { anthropicMessages } from "./anthropic-messages.ts";
import type { Dialect } from "./dialect.ts";
import { embeddings } from "./embeddings.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";

/** Every wire format that clients may speak. */
export const CLIENT_DIALECTS: readonly Dialect[] = [openaiChat, openaiResponses, anthropicMessages, embeddings];

export type { Dialect } from "./dialect.ts";

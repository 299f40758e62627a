import type { Dialect } from "./dialect.ts";
import { openaiChat } from "./openai-chat.ts";

/** Every wire format that clients may speak. */
export const CLIENT_DIALECTS: readonly Dialect[] = [openaiChat];

export type { Dialect } from "./dialect.ts";

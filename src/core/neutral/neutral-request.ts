import type { Dialect } from "../exchange.ts";
import { isObject, type JsonObject } from "../json.ts";
import { readAnthropicMessages } from "./anthropic-messages.ts";
import { meet, newDraft, type Draft } from "./draft.ts";
import type { NeutralRequest } from "./neutral.ts";
import { readChatMessages } from "./openai-chat.ts";
import { readResponsesMessages } from "./openai-responses.ts";
import { readParameters, readResponseFormat } from "./parameters.ts";
import { readToolChoice, readTools } from "./tools.ts";

type MessageReader = (body: JsonObject, draft: Draft) => void;

const MESSAGE_READERS: Partial<Record<Dialect, MessageReader>> = {
  "openai-chat": readChatMessages,
  "openai-responses": readResponsesMessages,
  "anthropic-messages": readAnthropicMessages,
};

/**
 * A provider-native request body in no provider's words; null for embeddings, unknown dialects and what is not an object.
 * @param sha256 hash of a text in hex, for pictures and files
 */
export function neutralRequest(
  body: unknown,
  dialect: Dialect,
  sha256: (text: string) => string,
): NeutralRequest | null {
  const readMessages = MESSAGE_READERS[dialect];
  if (readMessages === undefined || !isObject(body)) return null;
  const draft = newDraft(sha256);
  if (body["store"] === true) meet(draft, "stateful");
  readMessages(body, draft);
  const tools = readTools(body, dialect === "openai-responses", draft);
  const format = readResponseFormat(body);
  return {
    prompt: { messages: draft.messages, tools, tool_choice: readToolChoice(body), response_format: format },
    parameters: readParameters(body),
    needs: { tools: tools.length > 0, images: draft.images, json_schema: format?.type === "json_schema" },
    obstacle: draft.obstacle,
    whole: draft.whole,
  };
}

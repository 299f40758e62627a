import type { LanguageModelV4ReasoningPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import { arrayOf, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { packState, unpackState } from "../translation/provider-state.ts";

function texts(list: unknown): readonly string[] {
  return arrayOf(list).flatMap((part) => textOf(objectOf(part)["text"]) ?? []);
}

/** A reasoning item that a client brought back; null where it is only the name of something its provider keeps. */
export function reasoningPart(item: JsonObject): LanguageModelV4ReasoningPart | null {
  const { id, encrypted_content: sealed } = item;
  const summary = texts(item["summary"]);
  const text = (summary.length > 0 ? summary : texts(item["content"])).join("\n\n");
  const state = unpackState(sealed);
  if (state !== null) return { type: "reasoning", text, providerOptions: state };
  if (textOf(sealed) !== null) {
    const own = { itemId: String(id), reasoningEncryptedContent: String(sealed) };
    return { type: "reasoning", text, providerOptions: { openai: own } };
  }
  return text === "" ? null : { type: "reasoning", text };
}

/** Reasoning as an item: its text as a summary, what its provider wants back as encrypted content. Null where there is neither. */
export function reasoningItem(
  id: string,
  text: string,
  metadata: SharedV4ProviderMetadata | undefined,
): JsonObject | null {
  const state = packState(metadata);
  if (text === "" && state === null) return null;
  const summary = text === "" ? [] : [{ type: "summary_text", text }];
  return { id, type: "reasoning", summary, encrypted_content: state };
}

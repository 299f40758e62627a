import type { LanguageModelV4ReasoningPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { packState, unpackState } from "../translation/provider-state.ts";

/** Reasoning that a provider wants back with the next turn, beside its plain text in `reasoning_content`: the shape clients know from OpenRouter. Null where nothing is wanted back. */
export function reasoningDetail(text: string, metadata: SharedV4ProviderMetadata | undefined): JsonObject | null {
  const signature = packState(metadata);
  return signature === null ? null : { type: "reasoning.text", text, signature };
}

/** The reasoning that a client brought back. */
export function thoughts(message: JsonObject): readonly LanguageModelV4ReasoningPart[] {
  const signed = arrayOf(message["reasoning_details"]).flatMap((detail): LanguageModelV4ReasoningPart[] => {
    const { text, signature } = objectOf(detail);
    const state = unpackState(signature);
    return state === null ? [] : [{ type: "reasoning", text: String(text ?? ""), providerOptions: state }];
  });
  if (signed.length > 0) return signed;
  const text = textOf(message["reasoning_content"]) ?? textOf(message["reasoning"]);
  return text === null ? [] : [{ type: "reasoning", text }];
}

/** What a provider wants back with a tool call, as a member of the call that clients leave in place. */
export function callState(metadata: SharedV4ProviderMetadata | undefined): JsonObject {
  const state = packState(metadata);
  return state === null ? {} : { extra_content: { understudy: { state } } };
}

/** The state that a client brought back with a tool call: ours, or Google's own; null where there is none. */
export function stateOf(call: JsonObject): SharedV4ProviderMetadata | null {
  const { understudy, google } = objectOf(call["extra_content"]);
  const state = isObject(understudy) ? unpackState(understudy["state"]) : null;
  const signature = textOf(objectOf(google)["thought_signature"]);
  return state ?? (signature === null ? null : { google: { thoughtSignature: signature } });
}

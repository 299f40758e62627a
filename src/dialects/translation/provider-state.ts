import type { SharedV4ProviderMetadata } from "@ai-sdk/provider";
import { isObject, parseJson } from "../../core/json.ts";

const PREFIX = "understudy.";

/** What a provider wants back with its reasoning on the next turn (ids, signatures, encrypted text), as one opaque text a client carries for it; null where there is nothing. */
export function packState(metadata: SharedV4ProviderMetadata | undefined): string | null {
  if (metadata === undefined || Object.keys(metadata).length === 0) return null;
  return PREFIX + Buffer.from(JSON.stringify(metadata), "utf8").toString("base64url");
}

/** The state that a client brought back; null where the text is not ours. */
export function unpackState(text: unknown): SharedV4ProviderMetadata | null {
  if (typeof text !== "string" || !text.startsWith(PREFIX)) return null;
  const state = parseJson(Buffer.from(text.slice(PREFIX.length), "base64url").toString("utf8"));
  return isObject(state) ? (state as SharedV4ProviderMetadata) : null;
}

/** Whether a text is state that we packed. */
export function isPacked(text: unknown): boolean {
  return typeof text === "string" && text.startsWith(PREFIX);
}

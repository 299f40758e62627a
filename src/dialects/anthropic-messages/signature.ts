import type { SharedV4ProviderMetadata } from "@ai-sdk/provider";
import { packState } from "../translation/provider-state.ts";

/** The signature of a thinking block: Anthropic's own, else what another provider wants back, packed; empty where there is none. */
export function signatureOf(metadata: SharedV4ProviderMetadata | undefined): string {
  const own = metadata?.["anthropic"]?.["signature"];
  return typeof own === "string" ? own : (packState(metadata) ?? "");
}

import { isObject, jsonIn, objectOf, type JsonObject } from "../../core/json.ts";

/** Objects that hold counts, in a provider's metadata. */
const HOLDERS = ["usage", "usageMetadata"];

/**
 * Attributes with what a provider counts, as the Vercel AI SDK hands it on beside its own counts (`ai.response.providerMetadata`): before 6,
 * tokens written to a cache stand nowhere else. Whole numbers only, under `providerMetadata.*`.
 */
export function withProviderCounts(attributes: JsonObject): JsonObject {
  if (attributes["ai.response.providerMetadata"] === undefined) return attributes;
  const found: Record<string, unknown> = { ...attributes };
  for (const told of Object.values(objectOf(jsonIn(attributes["ai.response.providerMetadata"])))) {
    if (!isObject(told)) continue;
    keepCounts(found, "providerMetadata.", told);
    for (const holder of HOLDERS) keepCounts(found, `providerMetadata.${holder}.`, objectOf(told[holder]));
  }
  return found;
}

function keepCounts(found: Record<string, unknown>, prefix: string, holder: JsonObject): void {
  for (const [name, value] of Object.entries(holder)) {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) found[prefix + name] = value;
  }
}

/**
 * Whether the Vercel AI SDK passed on Anthropic's own count of input, which has no cached tokens in it. It does so before its
 * inputTokenDetails, and later has no such details in spans of objects: there Anthropic's own count tells.
 */
export function countsAsAnthropic(attributes: JsonObject, provider: string | null, input: number | null): boolean {
  if (attributes["ai.operationId"] === undefined) return false;
  if (Object.keys(attributes).some((name) => name.startsWith("ai.usage.inputTokenDetails."))) return false;
  const own = attributes["providerMetadata.usage.input_tokens"];
  return own === undefined ? provider === "anthropic" : own === input;
}

import type { EndpointDefinition } from "../../../core/endpoint.ts";
import { isObject } from "../../../core/json.ts";

/** Who answers by the endpoint's own word. */
export function policyText({ policy }: EndpointDefinition): string {
  if (policy === undefined) return "the model asked for, or the project’s config";
  if (typeof policy === "string") return policy;
  return isObject(policy) ? String(policy["strategy"]).replaceAll("_", " ") : JSON.stringify(policy);
}

/** `max_length, pii`; null where there are none. */
export function guardrailsText({ guardrails }: EndpointDefinition): string | null {
  const kinds = [...(guardrails?.input ?? []), ...(guardrails?.output ?? [])].map(({ kind }) => kind);
  return kinds.length === 0 ? null : [...new Set(kinds)].join(", ");
}

/** `600 requests in 60 s`; null where there is none. */
export function limitText({ rate_limit: limit }: EndpointDefinition): string | null {
  return limit === undefined ? null : `${limit.requests} requests in ${limit.per_seconds} s`;
}

import type { EndpointDefinition } from "../../../core/endpoint.ts";
import type { Policy } from "../../../core/policy.ts";
import { checkedDefinition } from "../../parts/policy/endpoint-definition.ts";
import { readPolicy, readYaml, type ReadText } from "../../parts/policy/policy-text.ts";

const NOTHING: ReadText<never> = {
  value: undefined,
  mistakes: [{ message: "Nothing is written yet.", said: "Nothing is written yet.", at: 0, field: null }],
};

/** The policy that a text holds, policies inside it included. */
export function policyIn(text: string): ReadText<Policy> {
  return text.trim() === "" ? NOTHING : readPolicy(text);
}

/** What a text holds that a version of an endpoint may hold. */
export function endpointIn(text: string): ReadText<EndpointDefinition> {
  return text.trim() === "" ? NOTHING : readYaml(text, checkedDefinition);
}

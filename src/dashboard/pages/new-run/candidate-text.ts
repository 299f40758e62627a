import type { EndpointDefinition } from "../../../core/endpoint.ts";
import type { Policy } from "../../../core/policy.ts";
import { checkedDefinition } from "../../parts/policy/endpoint-definition.ts";
import { readPolicy, readYaml, type ReadText } from "../../parts/policy/policy-text.ts";

const NOTHING: ReadText<never> = {
  value: undefined,
  mistakes: [{ message: "Nothing is written yet.", said: "Nothing is written yet.", at: 0, field: null }],
};

/** The policy that a text holds, policies inside it included. */
export const policyIn = (text: string): ReadText<Policy> => readLast(text, readPolicy, POLICY);

/** What a text holds that a version of an endpoint may hold. */
export const endpointIn = (text: string): ReadText<EndpointDefinition> =>
  readLast(text, (given) => readYaml(given, checkedDefinition), ENDPOINT);

interface Last<Value> {
  text: string;
  read: ReadText<Value>;
}

const POLICY: Last<Policy> = { text: "", read: NOTHING };
const ENDPOINT: Last<EndpointDefinition> = { text: "", read: NOTHING };

/** A form is looked at from several sides at each letter: its text is read once. */
function readLast<Value>(text: string, read: (text: string) => ReadText<Value>, last: Last<Value>): ReadText<Value> {
  if (text !== last.text) Object.assign(last, { text, read: text.trim() === "" ? NOTHING : read(text) });
  return last.read;
}

import { asText, isObject, jsonIn, objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";
import { member } from "../record/member.ts";
import type { Unsaid } from "../record/parts-message.ts";
import { numberOf } from "../record/text-values.ts";
import { withoutDefaults } from "../record/unasked-settings.ts";
import { vercelToolChoice } from "../record/vercel-message.ts";
import { pythonValue } from "./python-value.ts";

/** Parameters of the model as Langfuse's integrations spell them -> as OpenAI's chat API does. */
const PARAMETERS: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "top_p",
  topP: "top_p",
  max_tokens: "max_tokens",
  maxTokens: "max_tokens",
  maxOutputTokens: "max_tokens",
  max_new_tokens: "max_tokens",
  max_completion_tokens: "max_completion_tokens",
  max_output_tokens: "max_output_tokens",
  frequency_penalty: "frequency_penalty",
  presence_penalty: "presence_penalty",
  seed: "seed",
  stop: "stop",
  stop_sequences: "stop",
  n: "n",
  "choice.count": "n",
  logit_bias: "logit_bias",
  logprobs: "logprobs",
  top_logprobs: "top_logprobs",
  tool_choice: "tool_choice",
  toolChoice: "tool_choice",
  parallel_tool_calls: "parallel_tool_calls",
  response_format: "response_format",
  reasoning_effort: "reasoning_effort",
  stream: "stream",
  truncation: "truncation",
};

/** No limit, as Langfuse's Python wrapper writes that none was set. */
const NONE = new Set(["", "Infinity", "inf", "NaN", "None"]);

/** The parameters of a request under OpenAI's names; one that cannot be read is noted. */
export function parametersOf(record: JsonObject, unsaid: Unsaid): JsonObject {
  const parameters = objectOf(jsonIn(member(record, "modelParameters", "model_parameters")));
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const spelt = lookUp(PARAMETERS, name);
    if (spelt === undefined || value === null || NONE.has(asText(value))) continue;
    const plain = plainValue(value);
    if (plain === undefined) unsaid.met = true;
    else found[spelt] = spelt === "tool_choice" && isObject(plain) ? toolChoice(plain) : plain;
  }
  const told = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
  return WRITTEN_BY_WRAPPERS.some((names) => names.every((name) => told[name] !== undefined))
    ? withoutDefaults(told)
    : told;
}

/** By these Langfuse's wrappers of OpenAI's clients are known, which write settings whether they were asked for or not. */
const WRITTEN_BY_WRAPPERS = [
  ["temperature", "top_p", "frequency_penalty", "presence_penalty"],
  ["temperature", "top_p", "truncation"],
];

function toolChoice(given: JsonObject): unknown {
  return isObject(given["function"]) || (given["toolName"] === undefined && given["type"] === "function")
    ? given
    : vercelToolChoice(given);
}

/** Parameters may all be texts: JSON, or what Python prints, as LiteLLM hands them over. Undefined where they cannot be read. */
function plainValue(value: unknown): unknown {
  if (value === "true" || value === "True") return true;
  if (value === "false" || value === "False") return false;
  const number = numberOf(value);
  if (typeof number !== "string" || !/^\s*[[{]/u.test(number)) return number;
  return parseJson(number) ?? pythonValue(number);
}

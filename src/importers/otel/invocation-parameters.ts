import { arrayOf, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";
import { valueOrJson } from "../record/json-text.ts";

/** What a chat completion takes beside its messages and tools. Frameworks put members of their own among them (`_type`, `model_name`). */
const TAKEN = new Set([
  "frequency_penalty",
  "function_call",
  "functions",
  "logit_bias",
  "logprobs",
  "max_completion_tokens",
  "max_tokens",
  "n",
  "parallel_tool_calls",
  "presence_penalty",
  "reasoning_effort",
  "response_format",
  "seed",
  "stop",
  "stream",
  "stream_options",
  "temperature",
  "tool_choice",
  "top_logprobs",
  "top_p",
  "user",
  "verbosity",
]);
const OF_TOOLS = new Set(["parallel_tool_calls", "tool_choice"]);
/** What other APIs call the same. */
const ALSO: Readonly<Record<string, string>> = {
  max_output_tokens: "max_completion_tokens",
  max_tokens_to_sample: "max_tokens",
  stop_sequences: "stop",
};
/** What they take, and a chat completion has no equal of. */
const UNSAID = ["output_config", "output_format", "response_mime_type", "response_schema", "thinking"];

/** `llm.invocation_parameters` of OpenInference in the words of a chat completion. */
export interface InvocationParameters {
  readonly parameters: JsonObject;
  /** Definitions of tools, as the provider takes them. */
  readonly tools: readonly unknown[];
  /** One of them has no equal in a chat completion. */
  readonly unsaid: boolean;
}

/** @param tooled whether tools stand elsewhere: a choice among none is refused */
export function invocationParameters(given: unknown, tooled: boolean): InvocationParameters {
  const told = objectOf(valueOrJson(given));
  const tools = arrayOf(told["tools"]);
  const parameters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(told)) {
    const member = lookUp(ALSO, name) ?? name;
    if (value === null || !TAKEN.has(member) || (OF_TOOLS.has(member) && !tooled && tools.length === 0)) continue;
    const said = member === "tool_choice" ? chosenTool(value) : value;
    parameters[member] ??= said;
  }
  const effort = textOf(objectOf(told["reasoning"])["effort"]);
  if (effort !== null) parameters["reasoning_effort"] ??= effort;
  if (parameters["logprobs"] !== true) delete parameters["top_logprobs"];
  const format = objectOf(objectOf(told["text"])["format"])["type"] ?? "text";
  return { parameters, tools, unsaid: format !== "text" || UNSAID.some((name) => (told[name] ?? null) !== null) };
}

/** Anthropic's tool choice is an object of its own. */
function chosenTool(given: unknown): unknown {
  const { type, name } = objectOf(given);
  if (type === "tool" && textOf(name) !== null) return { type: "function", function: { name } };
  return type === "any" ? "required" : type === "auto" || type === "none" ? type : given;
}

import type { JSONSchema7, SharedV4ProviderOptions } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { dropOthers, newCallDraft, type Call, type CallDraft } from "../translation/call-draft.ts";
import { numberOf, present } from "../translation/numbers.ts";
import { SERIAL_CALLS } from "../translation/serial-calls.ts";
import { withStrictness } from "../translation/strictness.ts";
import { addChatMessages } from "./to-prompt.ts";
import { chatToolChoice } from "./to-tools.ts";

/** Fields that the call carries, that concern the transport alone, or that we ourselves read. */
const CARRIED = new Set([
  "model",
  "messages",
  "stream",
  "stream_options",
  "metadata",
  "user",
  "safety_identifier",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "presence_penalty",
  "frequency_penalty",
  "seed",
  "stop",
  "response_format",
  "reasoning_effort",
  "tools",
  "tool_choice",
  "functions",
  "function_call",
  "parallel_tool_calls",
]);

/** Fields whose value may be what happens anyway. */
const HARMLESS: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  store: (value) => value === false,
  logprobs: (value) => value === false,
  service_tier: (value) => value === "auto" || value === "default",
  modalities: (value) => Array.isArray(value) && value.every((one) => one === "text"),
  logit_bias: (value) => isObject(value) && Object.keys(value).length === 0,
};

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

function reasoning(draft: CallDraft, effort: unknown): Call["reasoning"] {
  if (effort === undefined || effort === null) return undefined;
  const known = EFFORTS.find((one) => one === effort);
  if (known === undefined) draft.dropped.add("reasoning_effort");
  return known;
}

function responseFormat(draft: CallDraft, given: unknown): Call["responseFormat"] {
  const { type, json_schema: definition } = objectOf(given);
  if (type === "json_object") return { type: "json" };
  if (type !== "json_schema") {
    if (type !== undefined && type !== "text") draft.dropped.add(`response_format.${String(type)}`);
    return undefined;
  }
  const { schema, name, description } = objectOf(definition);
  return present({
    type: "json",
    schema: isObject(schema) ? (schema as JSONSchema7) : undefined,
    name: textOf(name) ?? undefined,
    description: textOf(description) ?? undefined,
  } as Extract<Call["responseFormat"], { type: "json" }>);
}

/** Whether a schema binds, and how many tools are called at a time: the specification leaves both to each provider. */
function providerOptions(body: JsonObject, tools: boolean): SharedV4ProviderOptions | undefined {
  const serial = tools && body["parallel_tool_calls"] === false ? SERIAL_CALLS : {};
  const { json_schema: definition, type } = objectOf(body["response_format"]);
  if (type !== "json_schema") return Object.keys(serial).length === 0 ? undefined : serial;
  return withStrictness(serial, objectOf(definition)["strict"] === true);
}

/** A chat request as a call of the provider specification, with the names of what it cannot carry. */
export function chatToCall(body: JsonObject): { readonly call: Call; readonly dropped: readonly string[] } {
  const draft = newCallDraft();
  const harmless = Object.keys(HARMLESS).filter((name) => HARMLESS[name]?.(body[name]) === true);
  dropOthers(draft, body, new Set([...CARRIED, ...harmless]));
  addChatMessages(draft, arrayOf(body["messages"]));
  const chosen = chatToolChoice(draft, body);
  const { stop } = body;
  const stops = typeof stop === "string" ? [stop] : arrayOf(stop).filter((one) => typeof one === "string");
  const call: Call = present({
    prompt: draft.prompt,
    maxOutputTokens: numberOf(body["max_completion_tokens"] ?? body["max_tokens"]),
    temperature: numberOf(body["temperature"]),
    topP: numberOf(body["top_p"]),
    topK: numberOf(body["top_k"]),
    presencePenalty: numberOf(body["presence_penalty"]),
    frequencyPenalty: numberOf(body["frequency_penalty"]),
    seed: numberOf(body["seed"]),
    stopSequences: stops.length === 0 ? undefined : stops,
    responseFormat: responseFormat(draft, body["response_format"]),
    reasoning: reasoning(draft, body["reasoning_effort"]),
    ...chosen,
    providerOptions: providerOptions(body, chosen.tools !== undefined),
  } as Call);
  return { call, dropped: [...draft.dropped] };
}

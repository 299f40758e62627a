import type { JSONSchema7, LanguageModelV4FunctionTool, SharedV4ProviderOptions } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { dropOthers, newCallDraft, type Call, type CallDraft } from "../translation/call-draft.ts";
import { numberOf, present } from "../translation/numbers.ts";
import { SERIAL_CALLS } from "../translation/serial-calls.ts";
import { fitsStrict, withStrictness } from "../translation/strictness.ts";
import { addMessages, systemText } from "./to-prompt.ts";

const CARRIED = new Set([
  "model",
  "stream",
  "system",
  "messages",
  "max_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop_sequences",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
]);

const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

function tools(draft: CallDraft, given: unknown): LanguageModelV4FunctionTool[] {
  const made: LanguageModelV4FunctionTool[] = [];
  for (const tool of arrayOf(given)) {
    const { name, type, description, input_schema: schema, strict, input_examples: examples, ...more } = objectOf(tool);
    if (!isObject(schema)) {
      // A tool that Anthropic runs, or knows the schema of.
      draft.dropped.add(`tools.${String(type ?? name)}`);
      continue;
    }
    for (const field of Object.keys(more)) draft.dropped.add(field === "cache_control" ? field : `tools.${field}`);
    made.push(
      present({
        type: "function",
        name: String(name),
        description: typeof description === "string" ? description : undefined,
        inputSchema: schema as JSONSchema7,
        strict: typeof strict === "boolean" ? strict : undefined,
        inputExamples: Array.isArray(examples) ? examples.map((input) => ({ input })) : undefined,
      } as LanguageModelV4FunctionTool),
    );
  }
  return made;
}

function toolChoice(given: unknown): Call["toolChoice"] {
  const { type, name } = objectOf(given);
  if (type === "any") return { type: "required" };
  if (type === "tool") return { type: "tool", toolName: String(name) };
  return type === "auto" || type === "none" ? { type } : undefined;
}

/** Anthropic counts thinking in tokens, others in words: a budget becomes the nearest. */
function reasoning(draft: CallDraft, { thinking, output_config: config }: JsonObject): Call["reasoning"] {
  const { type, budget_tokens: budget, ...more } = objectOf(thinking);
  const effort = EFFORTS.find((word) => word === objectOf(config)["effort"]);
  for (const name of Object.keys(more)) draft.dropped.add(`thinking.${name}`);
  if (type === "disabled") {
    // Most models cannot be told not to reason, and refuse the word.
    draft.dropped.add("thinking");
    return undefined;
  }
  if (effort !== undefined || typeof budget !== "number") return effort;
  draft.dropped.add("thinking.budget_tokens");
  return budget < 4096 ? "low" : budget < 16_384 ? "medium" : "high";
}

function responseFormat({ output_config: config, output_format: older }: JsonObject): Call["responseFormat"] {
  const { type, schema } = objectOf(objectOf(config)["format"] ?? older);
  return type === "json_schema" && isObject(schema) ? { type: "json", schema: schema as JSONSchema7 } : undefined;
}

/** A Messages request as a call of the provider specification. */
export function messagesToCall(body: JsonObject): { readonly call: Call; readonly dropped: readonly string[] } {
  const draft = newCallDraft();
  dropOthers(draft, body, CARRIED);
  for (const name of Object.keys(objectOf(body["output_config"]))) {
    if (name !== "effort" && name !== "format") draft.dropped.add(`output_config.${name}`);
  }
  const system = systemText(draft, body["system"]);
  if (system !== "") draft.prompt.push({ role: "system", content: system });
  addMessages(draft, arrayOf(body["messages"]));
  const made = tools(draft, body["tools"]);
  const serial = objectOf(body["tool_choice"])["disable_parallel_tool_use"] === true;
  const format = responseFormat(body);
  const asked: SharedV4ProviderOptions = serial ? SERIAL_CALLS : {};
  // Anthropic's schemas always bind, but may leave members out: OpenAI's bind only where none may be left out.
  const options = format?.type === "json" ? withStrictness(asked, fitsStrict(format.schema)) : asked;
  const call: Call = present({
    prompt: draft.prompt,
    maxOutputTokens: numberOf(body["max_tokens"]),
    temperature: numberOf(body["temperature"]),
    topP: numberOf(body["top_p"]),
    topK: numberOf(body["top_k"]),
    stopSequences: Array.isArray(body["stop_sequences"]) ? (body["stop_sequences"] as string[]) : undefined,
    responseFormat: format,
    reasoning: reasoning(draft, body),
    tools: made.length === 0 ? undefined : made,
    toolChoice: made.length === 0 ? undefined : toolChoice(body["tool_choice"]),
    providerOptions: Object.keys(options).length === 0 ? undefined : options,
  } as Call);
  return { call, dropped: [...draft.dropped] };
}

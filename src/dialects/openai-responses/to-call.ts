import type { JSONSchema7, LanguageModelV4FunctionTool, SharedV4ProviderOptions } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { addSystem, dropOthers, newCallDraft, type Call, type CallDraft } from "../translation/call-draft.ts";
import { numberOf, present } from "../translation/numbers.ts";
import { SERIAL_CALLS } from "../translation/serial-calls.ts";
import { withStrictness } from "../translation/strictness.ts";
import { addInput } from "./to-prompt.ts";

const CARRIED = new Set([
  "model",
  "stream",
  "stream_options",
  "input",
  "instructions",
  "max_output_tokens",
  "temperature",
  "top_p",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "text",
  "reasoning",
  "include",
]);

/** What a field says when it asks for nothing: then nothing is lost without it. */
const ASKS_NOTHING: Readonly<Record<string, unknown>> = {
  store: false,
  background: false,
  truncation: "disabled",
  service_tier: "auto",
  top_logprobs: 0,
};

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

function tools(draft: CallDraft, given: unknown): LanguageModelV4FunctionTool[] {
  const made: LanguageModelV4FunctionTool[] = [];
  for (const tool of arrayOf(given)) {
    const { type, name, description, parameters, strict, ...more } = objectOf(tool);
    if (type !== "function") {
      draft.dropped.add(`tools.${String(type)}`);
      continue;
    }
    for (const field of Object.keys(more)) draft.dropped.add(`tools.${field}`);
    made.push(
      present({
        type: "function",
        name: String(name),
        description: typeof description === "string" ? description : undefined,
        inputSchema: (isObject(parameters) ? parameters : { type: "object", properties: {} }) as JSONSchema7,
        strict: typeof strict === "boolean" ? strict : undefined,
      } as LanguageModelV4FunctionTool),
    );
  }
  return made;
}

function toolChoice(draft: CallDraft, given: unknown): Call["toolChoice"] {
  if (given === undefined || given === null) return undefined;
  if (given === "auto" || given === "none" || given === "required") return { type: given };
  const { type, name } = objectOf(given);
  if (type === "function") return { type: "tool", toolName: String(name) };
  draft.dropped.add("tool_choice");
  return undefined;
}

function responseFormat(draft: CallDraft, text: unknown): Call["responseFormat"] {
  const { format, ...more } = objectOf(text);
  for (const [name, value] of Object.entries(more)) if (value !== null) draft.dropped.add(`text.${name}`);
  const { type, schema, name, description } = objectOf(format);
  if (type === "json_object") return { type: "json" };
  if (type !== "json_schema") return undefined;
  return present({ type: "json", schema, name, description } as { type: "json" });
}

/** Whether a schema binds, and how many tools are called at a time: the specification leaves both to each provider. */
function providerOptions(body: JsonObject, tools: boolean): SharedV4ProviderOptions | undefined {
  const serial = tools && body["parallel_tool_calls"] === false ? SERIAL_CALLS : {};
  const { type, strict } = objectOf(objectOf(body["text"])["format"]);
  const made = type === "json_schema" ? withStrictness(serial, strict === true) : serial;
  return Object.keys(made).length === 0 ? undefined : made;
}

function reasoning(draft: CallDraft, given: unknown): Call["reasoning"] {
  const { effort, ...more } = objectOf(given);
  for (const [name, value] of Object.entries(more)) if (value !== null) draft.dropped.add(`reasoning.${name}`);
  return EFFORTS.find((word) => word === effort);
}

function dropFields(draft: CallDraft, body: JsonObject): void {
  const asked = Object.entries(body).filter(([name, value]) => {
    const empty = isObject(value) && Object.keys(value).length === 0;
    return !empty && value !== ASKS_NOTHING[name];
  });
  dropOthers(draft, Object.fromEntries(asked), CARRIED);
  for (const name of arrayOf(body["include"])) {
    // Reasoning always comes with what its provider wants back.
    if (name !== "reasoning.encrypted_content") draft.dropped.add(`include.${String(name)}`);
  }
}

/** A Responses request as a call of the provider specification. What its provider keeps (earlier responses, conversations, prompts) is named as dropped. */
export function responsesToCall(body: JsonObject): { readonly call: Call; readonly dropped: readonly string[] } {
  const draft = newCallDraft();
  dropFields(draft, body);
  if (typeof body["instructions"] === "string") addSystem(draft, body["instructions"]);
  addInput(draft, body["input"]);
  const made = tools(draft, body["tools"]);
  const choice = toolChoice(draft, body["tool_choice"]);
  const call: Call = present({
    prompt: draft.prompt,
    maxOutputTokens: numberOf(body["max_output_tokens"]),
    temperature: numberOf(body["temperature"]),
    topP: numberOf(body["top_p"]),
    responseFormat: responseFormat(draft, body["text"]),
    reasoning: reasoning(draft, body["reasoning"]),
    tools: made.length === 0 ? undefined : made,
    toolChoice: made.length === 0 ? undefined : choice,
    providerOptions: providerOptions(body, made.length > 0),
  } as Call);
  return { call, dropped: [...draft.dropped] };
}

import { arrayOf, isObject, jsonIn, objectOf, parseJson, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "../record/body.ts";
import { member } from "../record/member.ts";
import { numberOf } from "../record/text-values.ts";

/** Parameters of the model as Langfuse's integrations spell them -> as OpenAI's chat API does. */
const PARAMETERS: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "top_p",
  topP: "top_p",
  max_tokens: "max_tokens",
  maxTokens: "max_tokens",
  max_completion_tokens: "max_completion_tokens",
  frequency_penalty: "frequency_penalty",
  presence_penalty: "presence_penalty",
  seed: "seed",
  stop: "stop",
  n: "n",
  tool_choice: "tool_choice",
  parallel_tool_calls: "parallel_tool_calls",
  response_format: "response_format",
  reasoning_effort: "reasoning_effort",
  stream: "stream",
};

/**
 * The request, put together again from `input` and `modelParameters`. An integration logs it in one of many shapes: the body itself, its
 * messages, or a text; LangChain writes tools as messages of their own.
 */
export function langfuseRequest(record: JsonObject, model: string | null, embeds: boolean): LoggedBody {
  const given = record["input"];
  const input = read(given);
  if (input === CUT) return { text: JSON.stringify(given), value: given, flaw: "truncated" };
  const asked = askedOf(input, embeds);
  if (asked === null) return NO_BODY;
  return bodyOf({ ...(model === null ? {} : { model }), ...parametersOf(record), ...asked });
}

const CUT = Symbol("cut");

/** A value, JSON inside a string, or a plain text; what begins as JSON and is none was cut. */
function read(given: unknown): unknown {
  if (typeof given !== "string") return given;
  const value = parseJson(given);
  if (value !== undefined) return value;
  return /^\s*[[{]/u.test(given) ? CUT : given;
}

function askedOf(input: unknown, embeds: boolean): JsonObject | null {
  if (input === undefined || input === null || input === "") return null;
  if (embeds) return isObject(input) && input["input"] !== undefined ? input : { input };
  if (typeof input === "string") return { messages: [{ role: "user", content: input }] };
  if (Array.isArray(input)) return messagesOf(input);
  if (!isObject(input)) return null;
  if (input["messages"] !== undefined || input["input"] !== undefined) return input;
  // A single message.
  return textOf(input["role"]) === null ? null : { messages: [input] };
}

/** A tool that stands among the messages is no message. */
function messagesOf(list: readonly unknown[]): JsonObject {
  const definition = (message: unknown): JsonObject | null => {
    const { role, content } = objectOf(message);
    const tool = typeof content === "string" ? objectOf(parseJson(content)) : objectOf(content);
    return (role === "tool" || role === "tools") && tool["type"] === "function" && isObject(tool["function"])
      ? tool
      : null;
  };
  const tools = list.flatMap((message) => definition(message) ?? []);
  const messages = list.filter((message) => definition(message) === null);
  return tools.length === 0 ? { messages } : { messages, tools };
}

function parametersOf(record: JsonObject): JsonObject {
  const given = member(record, "modelParameters", "model_parameters");
  const parameters = objectOf(jsonIn(given));
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const spelt = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (spelt !== undefined && value !== null && value !== "") found[spelt] = plain(value);
  }
  return found;
}

/** Parameters may all be texts. */
function plain(value: unknown): unknown {
  if (value === "true" || value === "True") return true;
  if (value === "false" || value === "False") return false;
  const number = numberOf(value);
  if (typeof number !== "string") return number;
  return /^[[{]/u.test(number) ? (parseJson(number) ?? number) : number;
}

/** The answer: the provider's own where it was logged whole, else a completion around the message or text that was. */
export function langfuseResponse(record: JsonObject): LoggedBody {
  const given = record["output"];
  const output = read(given);
  if (output === CUT) return { text: JSON.stringify(given), value: given, flaw: "truncated" };
  if (output === undefined || output === null || output === "") return NO_BODY;
  if (isObject(output) && (output["choices"] !== undefined || isAnthropic(output) || output["output"] !== undefined))
    return bodyOf(output);
  const message = withToolCalls(messageOf(output), record);
  if (message === null) return NO_BODY;
  const finish_reason = arrayOf(message["tool_calls"]).length > 0 ? "tool_calls" : "stop";
  return bodyOf({ object: "chat.completion", choices: [{ index: 0, finish_reason, message }] });
}

function isAnthropic(output: JsonObject): boolean {
  return output["type"] === "message" && Array.isArray(output["content"]);
}

function messageOf(output: unknown): JsonObject | null {
  if (typeof output === "string") return { role: "assistant", content: output };
  if (Array.isArray(output)) return messageOf(output.at(-1));
  if (!isObject(output)) return null;
  if (isObject(output["message"])) return output["message"];
  if (output["content"] !== undefined || output["tool_calls"] !== undefined)
    return output["role"] === undefined ? { role: "assistant", ...output } : output;
  // An answer under a schema: the parsed object is all that was logged.
  return { role: "assistant", content: JSON.stringify(output) };
}

/** The export to blob storage keeps tool calls beside the message, each as the text of its JSON. */
function withToolCalls(message: JsonObject | null, record: JsonObject): JsonObject | null {
  const beside = arrayOf(read(member(record, "tool_calls", "toolCalls")));
  if (message === null || beside.length === 0 || arrayOf(message["tool_calls"]).length > 0) return message;
  const tool_calls = beside.map((call) => toolCall(objectOf(read(call))));
  return { ...message, content: message["content"] ?? null, tool_calls };
}

function toolCall(call: JsonObject): JsonObject {
  if (isObject(call["function"])) return call;
  const { id, name, arguments: given } = call;
  return {
    id,
    type: "function",
    function: { name, arguments: typeof given === "string" ? given : JSON.stringify(given ?? {}) },
  };
}

import { asText, arrayOf, isObject, textOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";

/** A tool call as a chat completion has it. */
export function toolCall(id: unknown, name: unknown, given: unknown): JsonObject {
  const text = typeof given === "string" ? given : JSON.stringify(given ?? {});
  return {
    ...(textOf(id) === null ? {} : { id }),
    type: "function",
    function: { name: asText(name), arguments: text },
  };
}

/** What providers and frameworks call the schema of a tool's parameters. */
export const PARAMETERS = ["parameters", "input_schema", "inputSchema", "parameters_json_schema"];

/** A tool as a chat completion defines it, from any provider's form; what is no function stays as it is. */
export function toolDefinition(given: unknown): unknown {
  if (!isObject(given) || isObject(given["function"])) return given;
  const { type, name, description } = given;
  const parameters = PARAMETERS.map((member) => given[member]).find(
    (schema) => schema !== undefined && schema !== null,
  );
  const hosted = type !== undefined && type !== "function" && type !== "custom";
  if (textOf(name) === null || (hosted && parameters === undefined)) return given;
  return {
    type: "function",
    function: {
      name,
      ...(textOf(description) === null ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
    },
  };
}

const ROLES: Readonly<Record<string, string>> = {
  human: "user",
  ai: "assistant",
  model: "assistant",
  function: "tool",
};

/** A role by the word a chat completion has for it: frameworks write the names of their own classes. */
export function roleOf(given: unknown): string {
  const word = textOf(given)?.toLowerCase() ?? "user";
  return lookUp(ROLES, word) ?? word;
}

/** Content of a message: one text as it is, several parts as a list; null where there is nothing. */
export function contentOf(parts: readonly JsonObject[]): unknown {
  if (parts.length === 0) return null;
  const [only] = parts;
  return parts.length === 1 && only?.["type"] === "text" ? only["text"] : parts;
}

/** A picture, a sound or a file of so many bytes (base64) as a part of a message. */
export function bytesPart(mediaType: string, base64: string): JsonObject {
  const url = `data:${mediaType};base64,${base64}`;
  if (mediaType.startsWith("image/") || mediaType === "image") return { type: "image_url", image_url: { url } };
  if (mediaType.startsWith("audio/"))
    return { type: "input_audio", input_audio: { data: base64, format: mediaType.slice("audio/".length) } };
  return { type: "file", file: { file_data: url } };
}

/** The reasons of providers and frameworks to end, in the words of a chat completion. */
export function finishWord(given: unknown): string | null {
  const word = textOf(given)?.toLowerCase().replaceAll("-", "_") ?? null;
  return word === "tool_call" ? "tool_calls" : word;
}

/** An answer with calls of tools ended for them, also where nothing says so; null of any other. */
export function finishOfCalls(message: JsonObject): string | null {
  return arrayOf(message["tool_calls"]).length > 0 ? "tool_calls" : null;
}

/** Whether tools were called, or answered, in any of these messages. */
export function toolsUsed(messages: readonly JsonObject[]): boolean {
  return messages.some(
    (message) =>
      message["role"] === "tool" || isObject(message["function_call"]) || arrayOf(message["tool_calls"]).length > 0,
  );
}

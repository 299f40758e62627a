import { readAnswer } from "../core/answer/read-answer.ts";
import { isObject, type JsonObject } from "../core/json.ts";

/** What is said where a response cannot be read. */
export const NO_RESPONSE =
  "expected the body of a response (OpenAI chat completions, OpenAI responses, Anthropic messages), a provider's {error}, or {text, tool_calls: [{name, arguments}]}";

/** A provider's response body as it is, an answer written by hand as the body that says it, or null where it is neither. */
export function responseBody(value: JsonObject): JsonObject | null {
  if (readAnswer(value) !== null || isObject(value["error"])) return value;
  return isPlain(value) ? chatBody(value) : null;
}

function isPlain({ text, tool_calls, finish_reason, ...others }: JsonObject): boolean {
  return (
    Object.keys(others).length === 0 &&
    (text !== undefined || tool_calls !== undefined) &&
    (text === undefined || text === null || typeof text === "string") &&
    (finish_reason === undefined || typeof finish_reason === "string") &&
    (tool_calls === undefined || (Array.isArray(tool_calls) && tool_calls.every(isPlainCall)))
  );
}

function isPlainCall(call: unknown): boolean {
  return isObject(call) && typeof call["name"] === "string";
}

function chatBody(plain: JsonObject): JsonObject {
  const calls = (plain["tool_calls"] ?? []) as readonly JsonObject[];
  return {
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: plain["text"] ?? null,
          ...(calls.length === 0 ? {} : { tool_calls: calls.map(chatCall) }),
        },
        finish_reason: plain["finish_reason"] ?? (calls.length > 0 ? "tool_calls" : "stop"),
      },
    ],
  };
}

/** Arguments given as text are taken as the text a model wrote: that is how malformed ones are written by hand. */
function chatCall({ name, arguments: given }: JsonObject, index: number): JsonObject {
  const text = typeof given === "string" ? given : JSON.stringify(given ?? {});
  return { id: `call_${index}`, type: "function", function: { name, arguments: text } };
}

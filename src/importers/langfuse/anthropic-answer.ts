import { arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { bodyOf, type LoggedBody } from "../record/body.ts";
import { contentOf, toolCall } from "../record/chat-message.ts";

const BLOCKS = new Set(["text", "thinking", "redacted_thinking", "tool_use", "server_tool_use"]);

/** Whether it is a part of a message as Anthropic writes them. */
export function isBlock(given: unknown): given is JsonObject {
  return isObject(given) && given["role"] === undefined && BLOCKS.has(textOf(given["type"]) ?? "");
}

/** The message of a chat completion that says what these blocks say. */
export function messageOfBlocks(blocks: readonly JsonObject[]): JsonObject {
  const calls = blocks.filter(({ type }) => type === "tool_use");
  return {
    role: "assistant",
    content: contentOf(blocks.filter(({ type }) => type === "text")),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(({ id, name, input }) => toolCall(id, name, input)) }),
  };
}

/** An answer that was put together as a chat completion, as Anthropic's: its request is one of Anthropic's. */
export function anthropicAnswer(answer: LoggedBody): LoggedBody {
  const { id, object, choices } = objectOf(answer.value);
  const message = objectOf(objectOf(arrayOf(choices)[0])["message"]);
  if (id !== undefined || object !== "chat.completion" || answer.flaw !== null) return answer;
  const { content } = message;
  const said = typeof content === "string" ? [{ type: "text", text: content }] : arrayOf(content);
  const calls = arrayOf(message["tool_calls"]).map((given) => {
    const { name, arguments: text } = objectOf(objectOf(given)["function"]);
    return { type: "tool_use", id: objectOf(given)["id"], name, input: jsonIn(text) ?? {} };
  });
  return bodyOf({
    type: "message",
    role: "assistant",
    content: [...said, ...calls],
    stop_reason: calls.length === 0 ? null : "tool_use",
  });
}

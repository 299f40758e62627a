import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { chunkLine } from "./chunk.ts";

/** A chat completion as the chunks it would have come in: role, texts, tool calls, the finish, usage, `[DONE]`. */
export function chatToStream(body: JsonObject, includeUsage: boolean): readonly string[] {
  const { choices, usage, ...rest } = body;
  const head = { ...rest, object: "chat.completion.chunk" };
  const events: string[] = [];
  for (const given of arrayOf(choices)) {
    const { index, message, finish_reason: finish, logprobs, ...beside } = objectOf(given);
    const chunk = (delta: JsonObject, more: JsonObject = {}): void => {
      events.push(chunkLine(head, { index: index ?? 0, delta, finish_reason: null, ...more }));
    };
    const { role, content, tool_calls: calls, ...more } = objectOf(message);
    chunk({ role: role ?? "assistant", content: content === null ? null : "" });
    for (const [name, value] of Object.entries(more)) if (value !== undefined) chunk({ [name]: value });
    // Logprobs stand with the text they belong to.
    const measured = isObject(logprobs) ? { logprobs } : {};
    if (typeof content === "string" ? content !== "" : Array.isArray(content)) chunk({ content }, measured);
    else if (isObject(logprobs)) chunk({}, measured);
    for (const [place, call] of arrayOf(calls).entries()) chunk({ tool_calls: [{ index: place, ...objectOf(call) }] });
    chunk({}, { ...beside, finish_reason: finish ?? "stop" });
  }
  if (includeUsage && isObject(usage)) events.push(chunkLine(head, null, usage));
  events.push("data: [DONE]\n\n");
  return events;
}

import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";

function line(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** A chat completion as the chunks it would have come in: role, texts, tool calls, the finish, usage, `[DONE]`. */
export function chatToStream(body: JsonObject, includeUsage: boolean): readonly string[] {
  const { choices, usage, ...rest } = body;
  const head = { ...rest, object: "chat.completion.chunk" };
  const events: string[] = [];
  const chunk = (index: number, delta: object, finish: unknown = null): void => {
    events.push(line({ ...head, choices: [{ index, delta, finish_reason: finish }] }));
  };
  for (const given of arrayOf(choices)) {
    const { index, message, finish_reason: finish } = objectOf(given);
    const number = typeof index === "number" ? index : 0;
    const { role, content, tool_calls: calls, ...more } = objectOf(message);
    chunk(number, { role: role ?? "assistant", content: "" });
    for (const [name, text] of Object.entries(more)) if (typeof text === "string") chunk(number, { [name]: text });
    if (typeof content === "string" && content !== "") chunk(number, { content });
    for (const [place, call] of arrayOf(calls).entries())
      chunk(number, { tool_calls: [{ index: place, ...objectOf(call) }] });
    chunk(number, {}, finish ?? "stop");
  }
  if (includeUsage && isObject(usage)) events.push(line({ ...head, choices: [], usage }));
  events.push("data: [DONE]\n\n");
  return events;
}

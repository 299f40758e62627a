import { arrayOf, isObject, objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import { sseEvents } from "../sse/events.ts";
import { accumulate } from "./accumulate.ts";

interface Choice {
  readonly index: number;
  readonly message: Record<string, unknown>;
  readonly logprobs: Record<string, unknown[]>;
  /** Members beside the delta, such as the results of a content filter. */
  more: JsonObject;
  finish_reason: unknown;
}

function addChunk(choice: Choice, given: JsonObject): void {
  const { index: _, delta, finish_reason: reason, logprobs, ...more } = given;
  const { index: __, ...pieces } = objectOf(delta);
  accumulate(choice.message, pieces);
  if (reason !== null && reason !== undefined) choice.finish_reason = reason;
  for (const [kind, tokens] of Object.entries(objectOf(logprobs))) {
    if (Array.isArray(tokens)) (choice.logprobs[kind] ??= []).push(...(tokens as unknown[]));
  }
  choice.more = { ...choice.more, ...more };
}

function messageOf(message: JsonObject): JsonObject {
  const { role, content, tool_calls: calls, ...rest } = message;
  const tools = arrayOf(calls).map((call) => {
    const { index, ...made } = objectOf(call);
    return { index: Number(index ?? Infinity), call: { type: "function", ...made } };
  });
  return {
    role: role ?? "assistant",
    content: content ?? null,
    ...rest,
    ...(tools.length === 0 ? {} : { tool_calls: tools.toSorted((a, b) => a.index - b.index).map(({ call }) => call) }),
  };
}

/** The chat completion that chunks amount to; null where none of them is one. A stream that was cut keeps `finish_reason` null. */
export function reassembleChat(events: string): JsonObject | null {
  const head: Record<string, unknown> = {};
  let usage: unknown;
  const choices = new Map<number, Choice>();
  for (const { data } of sseEvents(events)) {
    const chunk = parseJson(data);
    if (!isObject(chunk) || !Array.isArray(chunk["choices"])) continue;
    // Azure sends a chunk without a name first: what it holds stays, what the next ones say goes over it.
    if ((head["id"] ?? "") === "") Object.assign(head, chunk);
    if (isObject(chunk["usage"])) ({ usage } = chunk);
    for (const given of chunk["choices"] as readonly unknown[]) {
      const choice = objectOf(given);
      const index = typeof choice["index"] === "number" ? choice["index"] : 0;
      let known = choices.get(index);
      if (known === undefined) {
        known = { index, message: {}, logprobs: {}, more: {}, finish_reason: null };
        choices.set(index, known);
      }
      addChunk(known, choice);
    }
  }
  if (choices.size === 0) return null;
  const { choices: _, usage: __, obfuscation: ___, ...rest } = head;
  return {
    ...rest,
    object: "chat.completion",
    choices: [...choices.values()]
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, message, logprobs, more, finish_reason }) => ({
        index,
        message: messageOf(message),
        ...(Object.keys(logprobs).length === 0 ? {} : { logprobs }),
        finish_reason,
        ...more,
      })),
    ...(usage === undefined ? {} : { usage }),
  };
}

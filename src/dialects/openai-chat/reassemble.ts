import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { sseEvents } from "../sse/events.ts";

interface ToolCall {
  id: unknown;
  type: unknown;
  function: { name: string; arguments: string };
}

interface Choice {
  readonly index: number;
  role: string;
  readonly texts: Map<string, string>;
  readonly tools: Map<number, ToolCall>;
  logprobs: { content: unknown[] } | null;
  finish_reason: unknown;
}

/** Members of a delta that come in pieces of text. */
const PIECES = ["content", "refusal", "reasoning_content", "reasoning"];

function addDelta(choice: Choice, delta: JsonObject): void {
  if (typeof delta["role"] === "string") choice.role = delta["role"];
  for (const piece of PIECES) {
    const text = delta[piece];
    if (typeof text === "string") choice.texts.set(piece, (choice.texts.get(piece) ?? "") + text);
  }
  for (const [position, given] of arrayOf(delta["tool_calls"]).entries()) {
    const { index, id, type, function: called } = objectOf(given);
    const place = typeof index === "number" ? index : position;
    const { name, arguments: text } = objectOf(called);
    const known = choice.tools.get(place);
    if (known === undefined) {
      choice.tools.set(place, {
        id,
        type: type ?? "function",
        function: { name: String(name ?? ""), arguments: String(text ?? "") },
      });
      continue;
    }
    known.id ??= id;
    if (typeof name === "string" && known.function.name === "") known.function.name = name;
    if (typeof text === "string") known.function.arguments += text;
  }
}

function messageOf({ role, texts, tools }: Choice): JsonObject {
  const calls = [...tools].toSorted(([a], [b]) => a - b).map(([, call]) => call);
  return {
    role,
    content: null,
    ...Object.fromEntries(texts),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** The chat completion that chunks amount to; null where none of them is one. A stream that was cut keeps `finish_reason` null. */
export function reassembleChat(events: string): JsonObject | null {
  let head: JsonObject | null = null;
  let usage: unknown;
  const choices = new Map<number, Choice>();
  for (const { data } of sseEvents(events)) {
    let chunk: unknown;
    try {
      chunk = JSON.parse(data);
    } catch {
      continue;
    }
    if (!isObject(chunk) || chunk["error"] !== undefined) continue;
    head ??= chunk;
    if (isObject(chunk["usage"])) ({ usage } = chunk);
    for (const given of arrayOf(chunk["choices"])) {
      const { index, delta, finish_reason: reason, logprobs } = objectOf(given);
      const number = typeof index === "number" ? index : 0;
      let choice = choices.get(number);
      if (choice === undefined) {
        choice = {
          index: number,
          role: "assistant",
          texts: new Map(),
          tools: new Map(),
          logprobs: null,
          finish_reason: null,
        };
        choices.set(number, choice);
      }
      addDelta(choice, objectOf(delta));
      if (reason !== null && reason !== undefined) choice.finish_reason = reason;
      const tokens = arrayOf(objectOf(logprobs)["content"]);
      if (tokens.length > 0) (choice.logprobs ??= { content: [] }).content.push(...tokens);
    }
  }
  if (head === null) return null;
  const { choices: _, usage: __, obfuscation: ___, ...rest } = head;
  return {
    ...rest,
    object: "chat.completion",
    choices: [...choices.values()]
      .toSorted((a, b) => a.index - b.index)
      .map((choice) => ({
        index: choice.index,
        message: messageOf(choice),
        ...(choice.logprobs === null ? {} : { logprobs: choice.logprobs }),
        finish_reason: choice.finish_reason,
      })),
    ...(usage === undefined ? {} : { usage }),
  };
}

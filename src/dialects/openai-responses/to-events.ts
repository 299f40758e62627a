import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { reasoningItem } from "./reasoning.ts";
import { emptied, responseEvents } from "./response-events.ts";
import { callItem, messageItem, responseBody, type ResponseEnd } from "./to-body.ts";

/** An item under way. */
interface Open {
  readonly index: number;
  readonly place: JsonObject;
  /** The whole item, once its text is known. */
  readonly whole: (text: string) => JsonObject;
  readonly kind: Kind;
  text: string;
}

/** How the pieces of an item's text are called. */
interface Kind {
  /** Prefix of the events of the text. */
  readonly name: string;
  /** The member of the done event that holds the text. */
  readonly member: string;
  /** Prefix of the events of the part the text stands in, and the list of that part. */
  readonly part: readonly [name: string, list: string] | null;
  readonly more: object;
}

const TEXT: Kind = {
  name: "response.output_text",
  member: "text",
  part: ["response.content_part", "content"],
  more: { content_index: 0, logprobs: [] },
};
const REASONING: Kind = {
  name: "response.reasoning_summary_text",
  member: "text",
  part: ["response.reasoning_summary_part", "summary"],
  more: { summary_index: 0 },
};
const ARGUMENTS: Kind = { name: "response.function_call_arguments", member: "arguments", part: null, more: {} };

const UNKNOWN: ResponseEnd = {
  finishReason: { unified: "other", raw: undefined },
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
};

function partOf({ kind, whole }: Open, text: string): JsonObject {
  return (whole(text)[(kind.part as readonly string[])[1] as string] as JsonObject[])[0] as JsonObject;
}

/** Writes an answer as OpenAI's response events. Parts that say nothing to a client (sources, errors, what a provider ran itself) are written as nothing. */
export function responsesEvents(about: AnswerHead): { part(part: LanguageModelV4StreamPart): string; end(): string } {
  const { write } = responseEvents();
  const output: JsonObject[] = [];
  const open = new Map<string, Open>();
  const states = new Map<string, SharedV4ProviderMetadata>();
  /** Calls whose arguments have come piece by piece. */
  const called = new Set<string>();
  let started = false;
  let finish: ResponseEnd | null = null;

  function head(): string {
    if (started) return "";
    started = true;
    const response = responseBody(about, [], null);
    return write("response.created", { response }) + write("response.in_progress", { response });
  }

  function start(key: string, kind: Kind, prefix: string, make: (id: string, text: string) => JsonObject): string {
    // Some providers end a text only with the answer: to clients one item follows the other.
    const before =
      head() +
      [...open.keys()]
        .filter((other) => !other.startsWith("tool:"))
        .map(stop)
        .join("");
    const index = output.length;
    const id = `${prefix}_${about.id}_${index}`;
    const whole = (text: string): JsonObject => make(id, text);
    const place = { item_id: id, output_index: index };
    const item = { index, place, whole, kind, text: "" };
    open.set(key, item);
    const first = emptied(whole(" "));
    output.push(first);
    const added = before + write("response.output_item.added", { output_index: index, item: first });
    if (kind.part === null) return added;
    const { logprobs: _, ...at } = kind.more as JsonObject;
    const part = { ...partOf(item, " "), text: "" };
    return added + write(`${kind.part[0]}.added`, { ...place, ...at, part });
  }

  function say(key: string, text: string): string {
    const item = open.get(key);
    if (item === undefined || text === "") return "";
    item.text += text;
    return write(`${item.kind.name}.delta`, { ...item.place, ...item.kind.more, delta: text });
  }

  function stop(key: string): string {
    const item = open.get(key);
    if (item === undefined) return "";
    open.delete(key);
    const { kind, index, place } = item;
    const whole = item.whole(item.text);
    output[index] = whole;
    states.delete(key);
    const text = kind === ARGUMENTS ? whole["arguments"] : item.text;
    const name = kind === ARGUMENTS ? { name: whole["name"] } : {};
    let said = write(`${kind.name}.done`, { ...place, ...kind.more, ...name, [kind.member]: text });
    if (kind.part !== null) {
      const { logprobs: _, ...at } = kind.more as JsonObject;
      said += write(`${kind.part[0]}.done`, { ...place, ...at, part: partOf(item, item.text) });
    }
    return said + write("response.output_item.done", { output_index: index, item: whole });
  }

  function think(given: { id: string; providerMetadata?: SharedV4ProviderMetadata }, text: string): string {
    const key = `reasoning:${given.id}`;
    if (given.providerMetadata !== undefined) states.set(key, { ...states.get(key), ...given.providerMetadata });
    if (text === "") return "";
    const make = (id: string, all: string): JsonObject => reasoningItem(id, all, states.get(key)) as JsonObject;
    return (open.has(key) ? "" : start(key, REASONING, "rs", make)) + say(key, text);
  }

  /** Reasoning that showed nothing, but whose provider wants something back. */
  function hidden(key: string): string {
    const index = output.length;
    const item = reasoningItem(`rs_${about.id}_${index}`, "", states.get(key));
    if (item === null) return "";
    output.push(item);
    const before = head();
    return (
      before +
      write("response.output_item.added", { output_index: index, item }) +
      write("response.output_item.done", { output_index: index, item })
    );
  }

  function use(id: string, name: string): string {
    called.add(id);
    return start(`tool:${id}`, ARGUMENTS, "fc", (itemId, input) => callItem(itemId, { id, name, input }));
  }

  function part(given: LanguageModelV4StreamPart): string {
    switch (given.type) {
      case "text-delta": {
        const key = `text:${given.id}`;
        if (given.delta === "") return "";
        return (open.has(key) ? "" : start(key, TEXT, "msg", messageItem)) + say(key, given.delta);
      }
      case "text-end":
        return stop(`text:${given.id}`);
      case "reasoning-start":
        return think(given, "");
      case "reasoning-delta":
        return think(given, given.delta);
      case "reasoning-end": {
        const key = `reasoning:${given.id}`;
        think(given, "");
        const said = open.has(key) ? stop(key) : hidden(key);
        states.delete(key);
        return said;
      }
      case "tool-input-start":
        return given.providerExecuted === true ? "" : use(given.id, given.toolName);
      case "tool-input-delta":
        return say(`tool:${given.id}`, given.delta);
      case "tool-input-end":
        return stop(`tool:${given.id}`);
      case "tool-call": {
        if (given.providerExecuted === true || called.has(given.toolCallId)) return "";
        const key = `tool:${given.toolCallId}`;
        return use(given.toolCallId, given.toolName) + say(key, given.input) + stop(key);
      }
      case "finish":
        finish = given;
        return "";
      default:
        return "";
    }
  }

  function end(): string {
    const before = head() + [...open.keys()].map(stop).join("");
    const response = responseBody(about, output, finish ?? UNKNOWN);
    return before + write(`response.${String(response["status"])}`, { response });
  }

  return { part, end };
}

import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { eventText } from "../sse/event-text.ts";
import { signatureOf } from "./signature.ts";
import { messageHead, stopReason } from "./to-body.ts";
import { messagesUsage } from "./usage.ts";

type Finish = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

/** Writes an answer as Anthropic's events. Parts that say nothing to a client (sources, errors, what a provider ran itself) are written as nothing. */
export function messagesEvents(about: AnswerHead): { part(part: LanguageModelV4StreamPart): string; end(): string } {
  let started = false;
  let next = 0;
  let finish: Finish | null = null;
  /** Indexes of the blocks under way. */
  const open = new Map<string, number>();
  /** What providers want back with their reasoning. */
  const states = new Map<string, SharedV4ProviderMetadata>();
  /** Calls whose input has come piece by piece. */
  const called = new Set<string>();
  let calls = false;

  function head(): string {
    if (started) return "";
    started = true;
    const none = { cache_creation_input_tokens: null, cache_read_input_tokens: null };
    const message = {
      ...messageHead(about),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      // No count of the input is known yet, and clients insist on a number; the count comes with the end.
      usage: { input_tokens: 0, ...none, output_tokens: 0 },
    };
    return eventText("message_start", { message });
  }

  function start(key: string, block: JsonObject): string {
    // Some providers end a text only with the answer: to Anthropic's clients one block follows the other.
    const ended = [...open.keys()].filter((other) => !other.startsWith("tool:")).map(stop);
    const index = next++;
    open.set(key, index);
    return head() + ended.join("") + eventText("content_block_start", { index, content_block: block });
  }

  function delta(key: string, block: JsonObject, piece: JsonObject): string {
    const before = open.has(key) ? "" : start(key, block);
    return before + eventText("content_block_delta", { index: open.get(key), delta: piece });
  }

  function stop(key: string): string {
    const index = open.get(key);
    if (index === undefined) return "";
    open.delete(key);
    const signature = signatureOf(states.get(key));
    const signed = signature === "" ? "" : signatureEvent(index, signature);
    return signed + eventText("content_block_stop", { index });
  }

  function think(
    part: { id: string; providerMetadata?: SharedV4ProviderMetadata },
    text: string,
    last: boolean,
  ): string {
    const key = `reasoning:${part.id}`;
    const block = { type: "thinking", thinking: "", signature: "" };
    if (part.providerMetadata !== undefined) states.set(key, { ...states.get(key), ...part.providerMetadata });
    let written = "";
    if (text !== "") written = delta(key, block, { type: "thinking_delta", thinking: text });
    else if (last && !open.has(key) && signatureOf(states.get(key)) !== "") written = start(key, block);
    return last ? written + stop(key) : written;
  }

  function use(key: string, id: string, name: string): string {
    calls = true;
    called.add(id);
    return start(key, { type: "tool_use", id, name, input: {} });
  }

  function part(given: LanguageModelV4StreamPart): string {
    switch (given.type) {
      case "text-delta":
        if (given.delta === "") return "";
        return delta(
          `text:${given.id}`,
          { type: "text", text: "", citations: null },
          { type: "text_delta", text: given.delta },
        );
      case "text-end":
        return stop(`text:${given.id}`);
      case "reasoning-start":
        return think(given, "", false);
      case "reasoning-delta":
        return think(given, given.delta, false);
      case "reasoning-end":
        return think(given, "", true);
      case "tool-input-start":
        return given.providerExecuted === true ? "" : use(`tool:${given.id}`, given.id, given.toolName);
      case "tool-input-delta": {
        const index = open.get(`tool:${given.id}`);
        return index === undefined || given.delta === "" ? "" : inputEvent(index, given.delta);
      }
      case "tool-input-end":
        return stop(`tool:${given.id}`);
      case "tool-call": {
        if (given.providerExecuted === true || called.has(given.toolCallId)) return "";
        const key = `tool:${given.toolCallId}`;
        const begun = use(key, given.toolCallId, given.toolName);
        return begun + inputEvent(open.get(key), given.input) + stop(key);
      }
      case "ping":
        return started ? eventText("ping", {}) : "";
      case "finish":
        finish = given;
        return "";
      default:
        return "";
    }
  }

  function end(): string {
    const closed = [...open.keys()].map(stop).join("");
    const reason = finish?.finishReason ?? { unified: "other", raw: undefined };
    const told = { stop_reason: stopReason(reason, calls), stop_sequence: null };
    const usage = finish === null ? { output_tokens: null } : messagesUsage(finish.usage);
    return head() + closed + eventText("message_delta", { delta: told, usage }) + eventText("message_stop", {});
  }

  return { part, end };
}

function inputEvent(index: number | undefined, json: string): string {
  return eventText("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: json } });
}

function signatureEvent(index: number, signature: string): string {
  return eventText("content_block_delta", { index, delta: { type: "signature_delta", signature } });
}

import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  SharedV4ProviderMetadata,
} from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { chunkLine } from "./chunk.ts";
import { callState, reasoningDetail } from "./reasoning.ts";
import { annotation, chatHead, finishReason, image } from "./to-body.ts";
import { chatUsage } from "./usage.ts";

interface ToolCall {
  readonly index: number;
  /** Its arguments come piece by piece, as JSON. */
  readonly pieces: boolean;
  said: boolean;
}

interface Thought {
  text: string;
  state: SharedV4ProviderMetadata | undefined;
}

/** Writes an answer as chat chunks. Parts that say nothing to a client (errors, what a provider ran itself) are written as nothing. */
export function chatEvents(about: AnswerHead & { readonly include_usage: boolean }): {
  part(part: LanguageModelV4StreamPart): string;
  end(): string;
} {
  const head = chatHead(about, "chat.completion.chunk");
  const calls = new Map<string, ToolCall>();
  const thoughts = new Map<string, Thought>();
  let started = false;
  let spoke = false;
  let reason: LanguageModelV4FinishReason = { unified: "stop", raw: undefined };
  let usage: JsonObject | null = null;

  const choice = (delta: JsonObject, finish: string | null): string =>
    chunkLine(head, { index: 0, delta, logprobs: null, finish_reason: finish });

  function say(delta: JsonObject): string {
    const first = started ? "" : choice({ role: "assistant", content: null }, null);
    started = true;
    return first + choice(delta, null);
  }

  function speak(text: string): string {
    spoke = true;
    return say({ content: text });
  }

  function startCall(id: string, name: string, pieces: boolean, text: string): string {
    const index = calls.size;
    calls.set(id, { index, pieces, said: text !== "" });
    return say({ tool_calls: [{ index, id, type: "function", function: { name, arguments: text } }] });
  }

  function sayArguments(id: string, text: string): string {
    const call = calls.get(id);
    if (call === undefined || text === "") return "";
    call.said = true;
    return say({ tool_calls: [{ index: call.index, function: { arguments: text } }] });
  }

  function endCall({ toolCallId: id, toolName: name, input, providerMetadata }: ToolCallPart): string {
    const text = input === "" ? "{}" : input;
    const state = callState(providerMetadata);
    const call = calls.get(id);
    const said = call === undefined ? startCall(id, name, false, text) : call.said ? "" : sayArguments(id, text);
    const index = calls.get(id)?.index;
    return Object.keys(state).length === 0 ? said : said + say({ tool_calls: [{ index, ...state }] });
  }

  function think({ id, providerMetadata }: ThoughtPart, text: string): string {
    const thought = thoughts.get(id) ?? { text: "", state: undefined };
    thoughts.set(id, thought);
    thought.text += text;
    if (providerMetadata !== undefined) thought.state = { ...thought.state, ...providerMetadata };
    return text === "" ? "" : say({ reasoning_content: text });
  }

  function endThought(id: string): string {
    const thought = thoughts.get(id);
    thoughts.delete(id);
    const detail = thought === undefined ? null : reasoningDetail(thought.text, thought.state);
    return detail === null ? "" : say({ reasoning_details: [detail] });
  }

  function sayOne(name: string, member: JsonObject | null): string {
    return member === null ? "" : say({ [name]: [member] });
  }

  function part(given: LanguageModelV4StreamPart): string {
    switch (given.type) {
      case "text-delta":
        return given.delta === "" ? "" : speak(given.delta);
      case "reasoning-start":
        return think(given, "");
      case "reasoning-delta":
        return think(given, given.delta);
      case "reasoning-end":
        return think(given, "") + endThought(given.id);
      case "tool-input-start":
        if (given.providerExecuted === true) return "";
        return startCall(given.id, given.toolName, given.inputEncoding !== "text", "");
      case "tool-input-delta":
        // Raw text is no JSON: the whole input comes with the call.
        return calls.get(given.id)?.pieces === true ? sayArguments(given.id, given.delta) : "";
      case "tool-call":
        return given.providerExecuted === true ? "" : endCall(given);
      case "source":
        return sayOne("annotations", annotation(given));
      case "file":
        return sayOne("images", image(given));
      case "finish":
        reason = given.finishReason;
        usage = chatUsage(given.usage);
        return "";
      default:
        return "";
    }
  }

  return {
    part,
    end() {
      const open = [...thoughts.keys()].map(endThought).join("");
      // An answer without calls has a text, if an empty one.
      const empty = spoke || calls.size > 0 ? "" : speak("");
      const told = about.include_usage && usage !== null ? chunkLine(head, null, usage) : "";
      return `${open}${empty}${choice({}, finishReason(reason, calls.size > 0))}${told}data: [DONE]\n\n`;
    },
  };
}

type ToolCallPart = Extract<LanguageModelV4StreamPart, { type: "tool-call" }>;
type ThoughtPart = Extract<
  LanguageModelV4StreamPart,
  { type: "reasoning-start" | "reasoning-delta" | "reasoning-end" }
>;

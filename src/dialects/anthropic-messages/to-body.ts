import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
} from "@ai-sdk/provider";
import { parseJson, type JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { signatureOf } from "./signature.ts";
import { messagesUsage } from "./usage.ts";

const REASONS: Readonly<Record<LanguageModelV4FinishReason["unified"], string>> = {
  stop: "end_turn",
  length: "max_tokens",
  "content-filter": "refusal",
  "tool-calls": "tool_use",
  error: "end_turn",
  interrupted: "max_tokens",
  other: "end_turn",
};

/** Why an answer ended, in Anthropic's words. @param calls whether it holds calls of the client's tools: some providers call that a stop */
export function stopReason({ unified }: LanguageModelV4FinishReason, calls: boolean): string {
  const plain = unified === "stop" || unified === "other";
  return calls && plain ? "tool_use" : REASONS[unified];
}

function block(content: LanguageModelV4Content): readonly JsonObject[] {
  switch (content.type) {
    case "text":
      return content.text === "" ? [] : [{ type: "text", text: content.text, citations: null }];
    case "reasoning": {
      const signature = signatureOf(content.providerMetadata);
      if (content.text === "" && signature === "") return [];
      return [{ type: "thinking", thinking: content.text, signature }];
    }
    case "tool-call": {
      if (content.providerExecuted === true) return [];
      const input = content.input === "" ? {} : (parseJson(content.input) ?? content.input);
      return [{ type: "tool_use", id: content.toolCallId, name: content.toolName, input }];
    }
    default:
      // What a provider did by itself, and what it cites: a message has no place for another provider's.
      return [];
  }
}

/** The head of a message. */
export function messageHead({ id, model }: AnswerHead): JsonObject {
  return { id: `msg_${id}`, type: "message", role: "assistant", model };
}

/** A whole answer as a message. */
export function resultToMessage(result: LanguageModelV4GenerateResult, about: AnswerHead): JsonObject {
  const content = result.content.flatMap(block);
  return {
    ...messageHead(about),
    content,
    stop_reason: stopReason(
      result.finishReason,
      content.some(({ type }) => type === "tool_use"),
    ),
    stop_sequence: null,
    usage: messagesUsage(result.usage),
  };
}

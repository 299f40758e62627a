import type {
  LanguageModelV4File,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4Source,
} from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { AnswerHead } from "../dialect.ts";
import { callState, reasoningDetail } from "./reasoning.ts";
import { chatUsage } from "./usage.ts";

const REASONS: Readonly<Record<LanguageModelV4FinishReason["unified"], string>> = {
  stop: "stop",
  length: "length",
  "content-filter": "content_filter",
  "tool-calls": "tool_calls",
  error: "stop",
  interrupted: "length",
  other: "stop",
};

/** Why an answer ended, in OpenAI's words. @param calls whether it holds calls of the client's tools: some providers call that a stop */
export function finishReason({ unified }: LanguageModelV4FinishReason, calls: boolean): string {
  return calls && (unified === "stop" || unified === "other") ? "tool_calls" : REASONS[unified];
}

/** What every body and chunk of an answer begins with. */
export function chatHead({ id, model, created_at }: AnswerHead, object: string): JsonObject {
  return { id: `chatcmpl-${id}`, object, created: Math.floor(created_at / 1000), model };
}

/** A cited page as an annotation; null for a document, which has no address. */
export function annotation(source: LanguageModelV4Source): JsonObject | null {
  if (source.sourceType !== "url") return null;
  const { url, title } = source;
  return { type: "url_citation", url_citation: { url, title: title ?? url, start_index: 0, end_index: 0 } };
}

/** A generated image in the shape clients know from OpenRouter; null for other files. */
export function image({ mediaType, data }: LanguageModelV4File): JsonObject | null {
  if (!mediaType.startsWith("image/")) return null;
  const text = (): string => {
    if (data.type === "url") return data.url.href;
    return `data:${mediaType};base64,${typeof data.data === "string" ? data.data : Buffer.from(data.data).toString("base64")}`;
  };
  return { type: "image_url", image_url: { url: text() } };
}

function add(list: JsonObject[], member: JsonObject | null): void {
  if (member !== null) list.push(member);
}

/** A whole answer as a chat completion. What a provider ran itself is not told: its calls are none of the client's. */
export function resultToCompletion(result: LanguageModelV4GenerateResult, about: AnswerHead): JsonObject {
  const texts: string[] = [];
  const reasoning: string[] = [];
  const lists = { reasoning_details: [], tool_calls: [], annotations: [], images: [] } as Record<
    "reasoning_details" | "tool_calls" | "annotations" | "images",
    JsonObject[]
  >;
  for (const content of result.content) {
    if (content.type === "text") texts.push(content.text);
    else if (content.type === "reasoning") {
      reasoning.push(content.text);
      add(lists.reasoning_details, reasoningDetail(content.text, content.providerMetadata));
    } else if (content.type === "tool-call" && content.providerExecuted !== true) {
      const { toolCallId: id, toolName: name, input, providerMetadata } = content;
      const called = { name, arguments: input === "" ? "{}" : input };
      lists.tool_calls.push({ id, type: "function", function: called, ...callState(providerMetadata) });
    } else if (content.type === "source") add(lists.annotations, annotation(content));
    else if (content.type === "file") add(lists.images, image(content));
  }
  const text = texts.join("");
  const thought = reasoning.join("");
  const calls = lists.tool_calls.length > 0;
  const message = {
    role: "assistant",
    content: text === "" && calls ? null : text,
    refusal: null,
    ...(thought === "" ? {} : { reasoning_content: thought }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
  const usage = chatUsage(result.usage);
  return {
    ...chatHead(about, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(result.finishReason, calls) }],
    ...(usage === null ? {} : { usage }),
  };
}

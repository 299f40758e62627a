import type { LanguageModelV4ToolResultOutput } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, parseJson, textOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";
import { addPart, addSystem, type AssistantPart, type CallDraft, type UserPart } from "../translation/call-draft.ts";
import { fileOfBase64, fileOfUrl } from "../translation/file-part.ts";
import { stateOf, thoughts } from "./reasoning.ts";

const AUDIO_TYPES: Readonly<Record<string, string>> = { mp3: "audio/mpeg" };

/** A content as parts; a text alone is one. */
function partsOf(content: unknown): readonly JsonObject[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : arrayOf(content).filter(isObject);
}

/** The texts of a content, its refusals among them; what is no text is named as dropped. */
function textIn(draft: CallDraft, content: unknown): string {
  return partsOf(content)
    .map((part) => textOf(part["text"]) ?? textOf(part["refusal"]) ?? (dropPart(draft, part), ""))
    .filter((text) => text !== "")
    .join("\n");
}

function dropPart(draft: CallDraft, part: JsonObject): readonly never[] {
  if (part["text"] !== "" && part["refusal"] !== "") draft.dropped.add(`messages.content.${String(part["type"])}`);
  return [];
}

function filePart(draft: CallDraft, part: JsonObject): readonly UserPart[] {
  const { file_data: data, filename } = objectOf(part["file"]);
  if (typeof data !== "string") {
    // A file that OpenAI keeps: no other provider can read it.
    draft.dropped.add("messages.content.file.file_id");
    return [];
  }
  const file = fileOfUrl(data, "application/pdf") ?? fileOfBase64(data, "application/pdf");
  return [typeof filename === "string" ? { ...file, filename } : file];
}

function userPart(draft: CallDraft, part: JsonObject): readonly UserPart[] {
  if (part["cache_control"] != null) draft.dropped.add("messages.content.cache_control");
  switch (part["type"]) {
    case "text": {
      const text = textOf(part["text"]);
      return text === null ? [] : [{ type: "text", text }];
    }
    case "image_url": {
      const given = part["image_url"];
      const { url, detail } = isObject(given) ? given : { url: given, detail: undefined };
      const image = fileOfUrl(String(url), "image");
      if (image === null) return dropPart(draft, part);
      return [typeof detail === "string" ? { ...image, providerOptions: { openai: { imageDetail: detail } } } : image];
    }
    case "input_audio": {
      const { data, format } = objectOf(part["input_audio"]);
      if (typeof data !== "string") return dropPart(draft, part);
      return [fileOfBase64(data, lookUp(AUDIO_TYPES, String(format)) ?? `audio/${String(format)}`)];
    }
    case "file":
      return filePart(draft, part);
    default:
      return dropPart(draft, part);
  }
}

/** Arguments as every provider takes them: an object. A model's arguments that were cut off are none. */
function inputOf(draft: CallDraft, text: unknown): JsonObject {
  const input = typeof text === "string" && text !== "" ? parseJson(text) : {};
  if (isObject(input)) return input;
  draft.dropped.add("messages.tool_calls.function.arguments");
  return {};
}

function toolCall(draft: CallDraft, given: JsonObject): readonly AssistantPart[] {
  const { id, function: called } = given;
  if (!isObject(called)) {
    draft.dropped.add(`messages.tool_calls.${String(given["type"])}`);
    return [];
  }
  const toolCallId = String(id);
  const toolName = String(called["name"]);
  draft.toolNames.set(toolCallId, toolName);
  const input = inputOf(draft, called["arguments"]);
  const state = stateOf(given);
  return [{ type: "tool-call", toolCallId, toolName, input, ...(state === null ? {} : { providerOptions: state }) }];
}

function addAssistant(draft: CallDraft, message: JsonObject): void {
  const { content, refusal, tool_calls: calls, function_call: legacy, audio } = message;
  if (isObject(audio)) draft.dropped.add("messages.audio");
  const texts = [textIn(draft, content), textOf(refusal) ?? ""].filter((text) => text !== "");
  const parts: AssistantPart[] = [
    ...thoughts(message),
    ...texts.map((text) => ({ type: "text" as const, text })),
    ...arrayOf(calls).flatMap((call) => toolCall(draft, objectOf(call))),
    // The calls of old had no id: the name of the function stood for it.
    ...(isObject(legacy) ? toolCall(draft, { id: legacy["name"], function: legacy }) : []),
  ];
  for (const part of parts) addPart(draft, { role: "assistant", part });
}

function toolOutput(draft: CallDraft, content: unknown): LanguageModelV4ToolResultOutput {
  const parts = partsOf(content);
  if (parts.every(({ type }) => type === "text")) return { type: "text", value: textIn(draft, content) };
  return { type: "content", value: parts.flatMap((part) => userPart(draft, part)) };
}

/**
 * The conversation of a chat request, message by message. Instructions that come after the conversation began are said by the user:
 * most other providers take instructions at the start alone.
 */
export function addChatMessages(draft: CallDraft, messages: readonly unknown[]): void {
  for (const given of messages) {
    const message = objectOf(given);
    const { role, content, name } = message;
    if (name != null && role !== "function" && role !== "tool") draft.dropped.add("messages.name");
    if (role === "system" || role === "developer") {
      const text = textIn(draft, content);
      if (draft.prompt.every((before) => before.role === "system")) addSystem(draft, text);
      else if (text !== "") {
        draft.dropped.add(`messages.role.${role}`);
        addPart(draft, { role: "user", part: { type: "text", text } });
      }
    } else if (role === "assistant") addAssistant(draft, message);
    else if (role === "tool" || role === "function") {
      const toolCallId = String(role === "tool" ? message["tool_call_id"] : name);
      const toolName = draft.toolNames.get(toolCallId) ?? toolCallId;
      const output = toolOutput(draft, content);
      addPart(draft, { role: "tool", part: { type: "tool-result", toolCallId, toolName, output } });
    } else
      for (const part of partsOf(content).flatMap((one) => userPart(draft, one)))
        addPart(draft, { role: "user", part });
  }
}

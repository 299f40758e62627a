import type { LanguageModelV4FilePart, LanguageModelV4ToolResultOutput } from "@ai-sdk/provider";
import { arrayOf, isObject, parseJson, textOf, type JsonObject } from "../../core/json.ts";
import { addPart, addSystem, type CallDraft, type UserPart } from "../translation/call-draft.ts";
import { fileOfUrl } from "../translation/file-part.ts";
import { reasoningPart } from "./reasoning.ts";

/** What a part says or shows. @param where its name among the dropped fields */
function userParts(draft: CallDraft, part: JsonObject, where: string): readonly UserPart[] {
  const { type, text, refusal, image_url: image, file_data: data, file_url: address, filename } = part;
  let file: LanguageModelV4FilePart | null = null;
  switch (type) {
    case "input_text":
    case "output_text":
    case "text":
      return [{ type: "text", text: String(text ?? "") }];
    case "refusal":
      return [{ type: "text", text: String(refusal ?? "") }];
    case "input_image":
      if (textOf(part["detail"]) !== null && part["detail"] !== "auto") draft.dropped.add(`${where}.${type}.detail`);
      file = typeof image === "string" ? fileOfUrl(image, "image") : null;
      break;
    case "input_file": {
      const source = textOf(data) ?? textOf(address);
      file = source === null ? null : fileOfUrl(source, "application/pdf");
      break;
    }
    default:
      draft.dropped.add(`${where}.${String(type)}`);
      return [];
  }
  if (file === null) draft.dropped.add(`${where}.${String(type)}${textOf(part["file_id"]) === null ? "" : ".file_id"}`);
  const name = textOf(filename);
  return file === null ? [] : [name === null ? file : { ...file, filename: name }];
}

function partsOf(draft: CallDraft, content: unknown, where: string): readonly UserPart[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return arrayOf(content)
    .filter(isObject)
    .flatMap((part) => userParts(draft, part, where));
}

function addMessage(draft: CallDraft, { role, content }: JsonObject): void {
  const parts = partsOf(draft, content, "input.content");
  if (role === "system" || role === "developer") {
    const texts = parts.map((part) => (part.type === "text" ? part.text : ""));
    addSystem(draft, texts.filter((text) => text !== "").join("\n\n"));
    return;
  }
  for (const part of parts) {
    if (role === "assistant") addPart(draft, { role, part });
    else addPart(draft, { role: "user", part });
  }
}

function outputOf(draft: CallDraft, output: unknown): LanguageModelV4ToolResultOutput {
  const parts = partsOf(draft, output, "input.output");
  if (parts.some((part) => part.type !== "text")) return { type: "content", value: [...parts] };
  return { type: "text", value: parts.map((part) => (part.type === "text" ? part.text : "")).join("\n") };
}

function addItem(draft: CallDraft, item: JsonObject): void {
  const toolCallId = String(item["call_id"]);
  switch (item["type"] ?? "message") {
    case "message":
      return addMessage(draft, item);
    case "function_call": {
      const toolName = String(item["name"]);
      const text = String(item["arguments"] ?? "");
      draft.toolNames.set(toolCallId, toolName);
      const input = text === "" ? {} : (parseJson(text) ?? text);
      return addPart(draft, { role: "assistant", part: { type: "tool-call", toolCallId, toolName, input } });
    }
    case "function_call_output": {
      const toolName = draft.toolNames.get(toolCallId) ?? toolCallId;
      const output = outputOf(draft, item["output"]);
      return addPart(draft, { role: "tool", part: { type: "tool-result", toolCallId, toolName, output } });
    }
    case "reasoning": {
      const part = reasoningPart(item);
      if (part === null) break;
      return addPart(draft, { role: "assistant", part });
    }
    default:
  }
  draft.dropped.add(`input.${String(item["type"])}`);
}

/** The conversation: a text is the user's; calls and reasoning join the assistant's turn they stand in. */
export function addInput(draft: CallDraft, input: unknown): void {
  if (typeof input === "string") addPart(draft, { role: "user", part: { type: "text", text: input } });
  else for (const item of arrayOf(input)) if (isObject(item)) addItem(draft, item);
}

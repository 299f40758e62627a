import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { addPart, type AssistantPart, type CallDraft, type UserPart } from "../translation/call-draft.ts";
import { fileOfBase64, fileOfUrl } from "../translation/file-part.ts";
import { unpackState } from "../translation/provider-state.ts";
import { toolOutput } from "./tool-output.ts";

function blocksOf(content: unknown): readonly JsonObject[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : arrayOf(content).filter(isObject);
}

/** A system prompt as one text: several are more than some models take. */
export function systemText(draft: CallDraft, system: unknown): string {
  const texts = blocksOf(system).map((block) => {
    if (block["cache_control"] != null) draft.dropped.add("cache_control");
    return String(block["text"] ?? "");
  });
  return texts.filter((text) => text !== "").join("\n\n");
}

function drop(draft: CallDraft, block: JsonObject): readonly never[] {
  draft.dropped.add(`messages.content.${String(block["type"])}`);
  return [];
}

function filePart(draft: CallDraft, block: JsonObject, mediaType: string): readonly UserPart[] {
  const { type, data, media_type: told, url } = objectOf(block["source"]);
  if (type === "base64" && typeof data === "string") return [fileOfBase64(data, String(told ?? mediaType))];
  const file = type === "url" && typeof url === "string" ? fileOfUrl(url, mediaType) : null;
  if (file !== null) return [file];
  draft.dropped.add(`messages.content.${String(block["type"])}.source.${String(type)}`);
  return [];
}

function documentParts(draft: CallDraft, block: JsonObject): readonly UserPart[] {
  for (const name of ["citations", "context"]) {
    if (block[name] != null) draft.dropped.add(`messages.content.document.${name}`);
  }
  const { type, data, content } = objectOf(block["source"]);
  const { title } = block;
  const named = typeof title === "string" && title !== "";
  if (type === "text" || type === "content") {
    const parts = type === "text" ? [{ type: "text" as const, text: String(data) }] : userParts(draft, content);
    return named ? [{ type: "text", text: title }, ...parts] : parts;
  }
  return filePart(draft, block, "application/pdf").map((part) =>
    named && part.type === "file" ? { ...part, filename: title } : part,
  );
}

/** What a user, or a tool, shows: texts, images and documents. */
export function userParts(draft: CallDraft, content: unknown): readonly UserPart[] {
  return blocksOf(content).flatMap((block): readonly UserPart[] => {
    if (block["cache_control"] != null) draft.dropped.add("cache_control");
    switch (block["type"]) {
      case "text":
        return [{ type: "text", text: String(block["text"] ?? "") }];
      case "image":
        return filePart(draft, block, "image");
      case "document":
        return documentParts(draft, block);
      case "search_result": {
        const head = [block["title"], block["source"]].filter((text) => typeof text === "string").join("\n");
        return [{ type: "text", text: head }, ...userParts(draft, block["content"])];
      }
      default:
        return drop(draft, block);
    }
  });
}

function assistantParts(draft: CallDraft, block: JsonObject): readonly AssistantPart[] {
  switch (block["type"]) {
    case "text":
      return [{ type: "text", text: String(block["text"] ?? "") }];
    case "thinking": {
      const { signature } = block;
      const signed = typeof signature === "string" && signature !== "";
      const state = unpackState(signature) ?? (signed ? { anthropic: { signature } } : null);
      const text = String(block["thinking"] ?? "");
      return [{ type: "reasoning", text, ...(state === null ? {} : { providerOptions: state }) }];
    }
    case "tool_use": {
      const { id, name, input } = block;
      draft.toolNames.set(String(id), String(name));
      return [{ type: "tool-call", toolCallId: String(id), toolName: String(name), input: input ?? {} }];
    }
    default:
      return drop(draft, block);
  }
}

/** The conversation: results of tools become messages of their own, system texts on the way stay where they are. */
export function addMessages(draft: CallDraft, messages: readonly unknown[]): void {
  for (const message of messages) {
    const { role, content } = objectOf(message);
    if (role === "system") {
      draft.prompt.push({ role, content: systemText(draft, content) });
      continue;
    }
    for (const block of blocksOf(content)) {
      if (role === "assistant") {
        if (block["cache_control"] != null) draft.dropped.add("cache_control");
        for (const part of assistantParts(draft, block)) addPart(draft, { role, part });
      } else if (block["type"] === "tool_result") {
        if (block["cache_control"] != null) draft.dropped.add("cache_control");
        const toolCallId = String(block["tool_use_id"]);
        const output = toolOutput(draft, block, userParts(draft, block["content"]));
        const toolName = draft.toolNames.get(toolCallId) ?? toolCallId;
        addPart(draft, { role: "tool", part: { type: "tool-result", toolCallId, toolName, output } });
      } else {
        for (const part of userParts(draft, [block])) addPart(draft, { role: "user", part });
      }
    }
  }
}

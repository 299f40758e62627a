import type { LanguageModelV4ToolResultOutput } from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";
import type { CallDraft, UserPart } from "../translation/call-draft.ts";

/** What a `tool_result` block says: one text where it has texts alone, else its parts. */
export function toolOutput(
  draft: CallDraft,
  block: JsonObject,
  parts: readonly UserPart[],
): LanguageModelV4ToolResultOutput {
  const failed = block["is_error"] === true;
  if (parts.every((part) => part.type === "text")) {
    return { type: failed ? "error-text" : "text", value: parts.map((part) => part.text).join("\n") };
  }
  if (failed) draft.dropped.add("messages.content.tool_result.is_error");
  return { type: "content", value: [...parts] };
}

import { textOf, type JsonObject } from "../../core/json.ts";

/** The text of a block, older ones have it as `value`; null where it is of another kind. */
export function blockText({ type, text, value }: JsonObject): string | null {
  if (type !== "text" && type !== "raw_text") return null;
  return typeof text === "string" ? text : typeof value === "string" ? value : null;
}

/** Blocks of text and calls as one message of a chat. */
export function messageOf(role: unknown, blocks: readonly JsonObject[]): JsonObject {
  const content = blocks.flatMap((block) => textOf(blockText(block)) ?? []).join("\n");
  const calls = blocks.filter((block) => block["type"] === "tool_call").map(toolCall);
  return { role, content, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}

function toolCall(block: JsonObject): JsonObject {
  const given = block["raw_arguments"] ?? block["arguments"];
  return {
    id: block["id"],
    type: "function",
    function: {
      name: block["raw_name"] ?? block["name"],
      arguments: typeof given === "string" ? given : JSON.stringify(given ?? {}),
    },
  };
}

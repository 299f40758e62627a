import { asText, arrayOf, isObject, type JsonObject } from "../json.ts";
import { oneText, readContent, readPart } from "./content.ts";
import { callNumber, meet, meetStoredPart, readArguments, type Draft } from "./draft.ts";
import type { NeutralPart, NeutralToolCall } from "./neutral.ts";

/** The system prompt and messages of an Anthropic Messages request: a tool's result becomes a message of its own. */
export function readAnthropicMessages(body: JsonObject, draft: Draft): void {
  const system = readContent(body["system"], draft);
  if (system !== undefined) draft.messages.push({ role: "system", content: system });
  if (body["container"] !== undefined && body["container"] !== null) meetStoredPart(draft);
  for (const message of arrayOf(body["messages"])) {
    if (!isObject(message)) continue;
    const role = asText(message["role"]);
    if (Array.isArray(message["content"])) readBlocks(role, message["content"], draft);
    else {
      const content = readContent(message["content"], draft);
      draft.messages.push({ role, ...(content === undefined ? {} : { content }) });
    }
  }
}

function readBlocks(role: string, blocks: readonly unknown[], draft: Draft): void {
  let parts: NeutralPart[] = [];
  let calls: NeutralToolCall[] = [];
  const flush = (): void => {
    if (parts.length === 0 && calls.length === 0) return;
    draft.messages.push({
      role,
      ...(parts.length === 0 ? {} : { content: oneText(parts) }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    });
    parts = [];
    calls = [];
  };
  for (const block of blocks) {
    if (!isObject(block)) continue;
    const type = asText(block["type"]);
    if (type === "tool_use") {
      const name = asText(block["name"]);
      calls.push({ call: callNumber(draft, block["id"]), name, arguments: readArguments(block["input"]) });
    } else if (type === "tool_result") {
      flush();
      const content = readContent(block["content"], draft);
      draft.messages.push({
        role: "tool",
        call: callNumber(draft, block["tool_use_id"]),
        ...(content === undefined ? {} : { content }),
        ...(block["is_error"] === true ? { error: true } : {}),
      });
    } else {
      if (type === "server_tool_use" || type === "mcp_tool_use") meet(draft, "hosted_tool");
      parts.push(readPart(block, draft));
    }
  }
  flush();
}

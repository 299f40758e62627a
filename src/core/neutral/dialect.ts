import type { Dialect } from "../exchange.ts";
import { arrayOf, asText, isObject, objectOf, type JsonObject } from "../json.ts";

const ANTHROPIC_MEMBERS = [
  "system",
  "stop_sequences",
  "anthropic_version",
  "thinking",
  "mcp_servers",
  "output_config",
  "context_management",
];
const ANTHROPIC_PARTS = new Set([
  "tool_use",
  "tool_result",
  "thinking",
  "redacted_thinking",
  "server_tool_use",
  "document",
]);

/** The dialect of a request body, by its shape alone; `unknown` where it is none of ours. */
export function sniffDialect(body: unknown): Dialect {
  if (!isObject(body)) return "unknown";
  if (Array.isArray(body["messages"]))
    return looksAnthropic(body, body["messages"]) ? "anthropic-messages" : "openai-chat";
  if (body["input"] === undefined) return body["previous_response_id"] === undefined ? "unknown" : "openai-responses";
  const embeds = "encoding_format" in body || "dimensions" in body || /embed/i.test(asText(body["model"]));
  return embeds ? "embeddings" : "openai-responses";
}

function looksAnthropic(body: JsonObject, messages: readonly unknown[]): boolean {
  if (ANTHROPIC_MEMBERS.some((name) => body[name] !== undefined)) return true;
  if (arrayOf(body["tools"]).some((tool) => objectOf(tool)["input_schema"] !== undefined)) return true;
  return messages.some((message) =>
    arrayOf(objectOf(message)["content"]).some((part) => {
      const { type, source } = objectOf(part);
      return ANTHROPIC_PARTS.has(type as string) || (type === "image" && isObject(source));
    }),
  );
}

import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { eventText } from "../sse/event-text.ts";

interface Split {
  /** The block as it starts. */
  readonly start: JsonObject;
  readonly deltas: readonly JsonObject[];
}

function split(block: JsonObject): Split {
  const { text, thinking, signature, input, citations } = block;
  switch (block["type"]) {
    case "text":
      return {
        start: { ...block, text: "", ...(citations === undefined ? {} : { citations: null }) },
        deltas: [
          { type: "text_delta", text: text ?? "" },
          ...arrayOf(citations).map((citation) => ({ type: "citations_delta", citation })),
        ],
      };
    case "thinking":
      return {
        start: { ...block, thinking: "", signature: "" },
        deltas: [
          { type: "thinking_delta", thinking: thinking ?? "" },
          { type: "signature_delta", signature: signature ?? "" },
        ],
      };
    case "tool_use":
    case "server_tool_use":
    case "mcp_tool_use": {
      const json = typeof input === "string" ? input : JSON.stringify(input ?? {});
      return { start: { ...block, input: {} }, deltas: [{ type: "input_json_delta", partial_json: json }] };
    }
    default:
      return { start: block, deltas: [] };
  }
}

/** A message as the events it would have come in: start, each block with its deltas, the stop reason with the usage, the end. */
export function messagesToStream(body: JsonObject): readonly string[] {
  const { content, stop_reason: reason, stop_sequence: sequence, stop_details: details, ...head } = body;
  const usage = isObject(body["usage"]) ? body["usage"] : { input_tokens: null, output_tokens: null };
  const { context_management: managed, ...rest } = head;
  const message = {
    ...rest,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, input_tokens: usage["input_tokens"] ?? 0, output_tokens: 0 },
  };
  const events = [eventText("message_start", { message })];
  for (const [index, given] of arrayOf(content).entries()) {
    const { start, deltas } = split(objectOf(given));
    events.push(eventText("content_block_start", { index, content_block: start }));
    for (const delta of deltas) events.push(eventText("content_block_delta", { index, delta }));
    events.push(eventText("content_block_stop", { index }));
  }
  const delta = {
    stop_reason: reason ?? "end_turn",
    stop_sequence: sequence ?? null,
    ...(details === undefined ? {} : { stop_details: details }),
  };
  const edits = managed === undefined ? {} : { context_management: managed };
  events.push(eventText("message_delta", { delta, usage, ...edits }), eventText("message_stop", {}));
  return events;
}

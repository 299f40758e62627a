import { isObject, objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import { sseEvents } from "../sse/events.ts";
import { addUsage } from "./usage.ts";

type Building = Record<string, unknown>;

interface Block {
  readonly made: Building;
  /** Pieces of a tool's input as JSON text. */
  input: string;
}

function text(before: unknown, piece: unknown): string {
  return (typeof before === "string" ? before : "") + (typeof piece === "string" ? piece : "");
}

function addDelta(block: Block, delta: JsonObject): void {
  const { made } = block;
  switch (delta["type"]) {
    case "text_delta":
      made["text"] = text(made["text"], delta["text"]);
      return;
    case "thinking_delta":
      made["thinking"] = text(made["thinking"], delta["thinking"]);
      return;
    case "signature_delta":
      made["signature"] = delta["signature"];
      return;
    case "input_json_delta":
      block.input += text("", delta["partial_json"]);
      return;
    case "citations_delta":
      made["citations"] = [...((made["citations"] ?? []) as unknown[]), delta["citation"]];
      return;
    default: {
      // Kinds of blocks yet to come, such as `compaction_delta`: each delta brings members of its block.
      const { type: _, ...members } = delta;
      Object.assign(made, members);
    }
  }
}

/** A block as the body holds it; an input that was cut off stays the text it is. */
function finished({ made, input }: Block): JsonObject {
  return input === "" ? made : { ...made, input: parseJson(input) ?? input };
}

/** The message that events amount to; null where there is no start. A stream that was cut keeps `stop_reason` null. */
export function reassembleMessages(events: string): JsonObject | null {
  let message: Building | null = null;
  let usage: unknown;
  let blocks = new Map<number, Block>();
  for (const { data } of sseEvents(events)) {
    const event = objectOf(parseJson(data));
    const index = Number(event["index"]);
    switch (event["type"]) {
      case "message_start":
        // A second start is a second answer on the same connection: the first one never ended.
        message = { ...objectOf(event["message"]) };
        usage = message["usage"];
        blocks = new Map();
        break;
      case "content_block_start":
        blocks.set(index, { made: { ...objectOf(event["content_block"]) }, input: "" });
        break;
      case "content_block_delta": {
        const block = blocks.get(index);
        if (block !== undefined) addDelta(block, objectOf(event["delta"]));
        break;
      }
      case "message_delta": {
        if (message === null) break;
        const { type: _, delta, usage: told, ...more } = event;
        Object.assign(message, delta, more);
        usage = addUsage(usage, told);
        break;
      }
      default:
    }
  }
  if (message === null) return null;
  const content = [...blocks].toSorted(([a], [b]) => a - b).map(([, block]) => finished(block));
  return { ...message, content, ...(isObject(usage) ? { usage } : {}) };
}

import { arrayOf, isObject, objectOf, parseJson, textOf, type JsonObject } from "../../core/json.ts";
import { sseEvents } from "../sse/events.ts";

type Building = Record<string, unknown>;

/** Deltas that add to a text of their item. */
const ITEM_TEXTS: Readonly<Record<string, string>> = {
  "response.function_call_arguments.delta": "arguments",
  "response.mcp_call_arguments.delta": "arguments",
  "response.custom_tool_call_input.delta": "input",
  "response.code_interpreter_call_code.delta": "code",
};

/** Deltas that add to a text of one part of their item: the list it stands in, its index in the event, its type and its text. */
const PART_TEXTS: Readonly<Record<string, readonly [list: string, index: string, type: string, text: string]>> = {
  "response.output_text.delta": ["content", "content_index", "output_text", "text"],
  "response.refusal.delta": ["content", "content_index", "refusal", "refusal"],
  "response.reasoning_text.delta": ["content", "content_index", "reasoning_text", "text"],
  "response.reasoning_summary_text.delta": ["summary", "summary_index", "summary_text", "text"],
};

function append(holder: Building, name: string, piece: unknown): void {
  const before = holder[name];
  holder[name] = (typeof before === "string" ? before : "") + (typeof piece === "string" ? piece : "");
}

/** A part of an item, made where the stream has not told of it yet. */
function partOf(item: Building, list: string, index: number, type: string): Building {
  const parts = [...arrayOf(item[list])] as Building[];
  const part = { type, ...parts[index] };
  parts[index] = part;
  item[list] = parts;
  return part;
}

function addPiece(item: Building, event: JsonObject): void {
  const type = String(event["type"]);
  const own = ITEM_TEXTS[type];
  if (own !== undefined) return append(item, own, event["delta"]);
  const place = PART_TEXTS[type];
  if (place !== undefined) {
    const [list, index, kind, text] = place;
    return append(partOf(item, list, Number(event[index] ?? 0), kind), text, event["delta"]);
  }
  if (type === "response.content_part.added" || type === "response.content_part.done") {
    const given = objectOf(event["part"]);
    Object.assign(partOf(item, "content", Number(event["content_index"] ?? 0), String(given["type"])), given);
  } else if (type === "response.output_text.annotation.added") {
    const part = partOf(item, "content", Number(event["content_index"] ?? 0), "output_text");
    part["annotations"] = [...arrayOf(part["annotations"]), event["annotation"]];
  }
}

/**
 * The response that events amount to; null where they hold none. The last one that the stream tells whole is taken at its word,
 * but for an output it leaves out. A stream that was cut keeps the status `in_progress`, one with an error is `failed`.
 */
export function reassembleResponses(events: string): JsonObject | null {
  let response: JsonObject | null = null;
  let error: JsonObject | null = null;
  const items = new Map<number, Building>();
  for (const { data } of sseEvents(events)) {
    const event = objectOf(parseJson(data));
    // Some providers give an item another id in every event: its place is what stays.
    const index = Number(event["output_index"]);
    const { type, item } = event;
    if (type === "error") error = isObject(event["error"]) ? event["error"] : event;
    else if (isObject(event["response"])) {
      // A second start is another answer on the same connection.
      if (type === "response.created") items.clear();
      response = event["response"];
    } else if (isObject(item)) items.set(index, { ...item });
    else if (items.has(index)) addPiece(items.get(index) as Building, event);
  }
  if (response === null && items.size === 0) return null;
  const output = [...items].toSorted(([a], [b]) => a - b).map(([, item]) => item);
  const told = arrayOf(response?.["output"]);
  const whole = { object: "response", status: "in_progress", ...response, output: told.length > 0 ? told : output };
  if (error === null || textOf(objectOf(response?.["error"])["message"]) !== null) return whole;
  const { code, message } = error;
  return { ...whole, status: "failed", error: { code: code ?? "server_error", message } };
}

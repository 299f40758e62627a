import { asText, arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { listOrJson } from "../record/json-text.ts";
import type { Unsaid } from "../record/parts-message.ts";
import { responseFormat } from "./beside.ts";

const ITEM = /^(?:reasoning|item_reference|compaction|mcp_\w+|(?!tool_call$)\w+_call(?:_output)?)$/u;
const PART = /^(?:input_text|input_image|input_file|output_text)$/u;

/** An item of OpenAI's Responses API, or a message of it: Anthropic's messages have other parts in them. */
export function isItem(given: unknown): boolean {
  const { type, content } = objectOf(given);
  if (arrayOf(content).some((part) => PART.test(asText(objectOf(part)["type"])))) return true;
  if (type === "message") return typeof content === "string";
  return typeof type === "string" && ITEM.test(type);
}

/** Whether a call went to the Responses API: Langfuse's wrappers log no more than its items, and what it echoes. */
export function asksResponses(input: unknown, output: unknown, parameters: JsonObject, metadata: JsonObject): boolean {
  const { input: inner, messages } = objectOf(input);
  const items = [input, inner, messages, output].flatMap((given) => (Array.isArray(given) ? given : [given]));
  if (items.some(isItem) || objectOf(output)["object"] === "response" || metadata["object"] === "response") return true;
  return ["truncation", "max_output_tokens"].some((name) => parameters[name] !== undefined);
}

const PARAMETERS = [
  "temperature",
  "top_p",
  "max_output_tokens",
  "parallel_tool_calls",
  "tool_choice",
  "top_logprobs",
  "truncation",
  "stream",
];

/** The body of a request to the Responses API; null where nothing was asked. */
export function responsesBody(
  input: unknown,
  parameters: JsonObject,
  metadata: JsonObject,
  unsaid: Unsaid,
): JsonObject | null {
  const { messages, ...given } = isObject(input) ? input : { input };
  const asked = messages === undefined ? given : { ...given, input: messages };
  if (asked["input"] === undefined || asked["input"] === null || asked["input"] === "") return null;
  const kept = PARAMETERS.filter((name) => parameters[name] !== undefined).map((name) => [name, parameters[name]]);
  return { ...(Object.fromEntries(kept) as JsonObject), ...echoed(asked["input"], metadata, unsaid), ...asked };
}

/** What the answer told of the request, which the wrappers keep in the metadata. */
function echoed(input: unknown, metadata: JsonObject, unsaid: Unsaid): JsonObject {
  const instructions = textOf(metadata["instructions"]);
  const said = arrayOf(input).some((item) => objectOf(item)["content"] === instructions);
  const { list: tools, cut } = listOrJson(metadata["tools"]);
  if (cut) unsaid.met = true;
  const reasoning = Object.entries(objectOf(jsonIn(metadata["reasoning"]))).filter(([, value]) => value !== null);
  const previous = textOf(metadata["previous_response_id"]);
  const format = responseFormat(metadata, unsaid);
  return {
    ...(instructions === null || said ? {} : { instructions }),
    ...(tools === null || tools.length === 0 ? {} : { tools }),
    ...(reasoning.length === 0 ? {} : { reasoning: Object.fromEntries(reasoning) }),
    ...(previous === null ? {} : { previous_response_id: previous }),
    ...(format === null ? {} : { text: { format: { type: format["type"], ...objectOf(format["json_schema"]) } } }),
  };
}

/**
 * An answer of the Responses API around the items, the item or the text that was logged. @param output `given`, or the value of its JSON:
 * under a schema a text is JSON too
 */
export function responsesAnswer(output: unknown, given: unknown, metadata: JsonObject): JsonObject {
  if (isObject(output) && (output["output"] !== undefined || textOf(output["role"]) !== null) && !isItem(output))
    return output;
  const listed = Array.isArray(output) ? output : [output];
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const items = listed.every(isObject) && listed.some(isItem) ? listed : [messageOf(text)];
  const { status, incomplete_details } = metadata;
  const ended =
    textOf(status) === null ? {} : { status, ...(isObject(incomplete_details) ? { incomplete_details } : {}) };
  return { object: "response", ...ended, output: items };
}

function messageOf(text: string): JsonObject {
  return { type: "message", role: "assistant", content: [{ type: "output_text", text }] };
}

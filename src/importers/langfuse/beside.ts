import { asText, arrayOf, isObject, jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { toolDefinition } from "../record/chat-message.ts";
import { member } from "../record/member.ts";
import { systemMessages, type Unsaid } from "../record/parts-message.ts";
import { listOrJson, valueOrJson } from "../record/json-text.ts";

/** Tools of a request that stand beside its input: in the export's own column, in the metadata, or among a span's attributes. */
export function toolsBeside(
  record: JsonObject,
  metadata: JsonObject,
  attributes: JsonObject,
  unsaid: Unsaid,
): readonly unknown[] {
  const columns = objectOf(jsonIn(member(record, "tool_definitions", "toolDefinitions")));
  const defined = Object.entries(columns).map(([name, text]) => definition({ name, ...objectOf(jsonIn(text)) }));
  if (defined.length > 0) return defined;
  const given =
    metadata["tools"] ??
    attributes["gen_ai.tool.definitions"] ??
    attributes["ai.prompt.tools"] ??
    objectOf(jsonIn(attributes["model_request_parameters"]))["function_tools"];
  const { list, cut } = listOrJson(given);
  if (cut && /^\s*[[{]/u.test(asText(given))) unsaid.met = true;
  const tools = (list ?? []).map(valueOrJson).filter(isObject);
  return tools.every((tool) => SCHEMAS.some((name) => tool[name] !== undefined)) ? tools.map(definition) : [];
}

/** What tells a definition from what an application may note of its tools. */
const SCHEMAS = ["function", "parameters", "inputSchema", "input_schema", "parameters_json_schema"];

/** A tool as a chat completion defines it: Langfuse keeps a schema as text, and Pydantic AI has a name of its own for it. */
export function definition(tool: JsonObject): unknown {
  const { parameters, parameters_json_schema: schema, ...rest } = tool;
  const given = jsonIn(parameters) ?? schema;
  return toolDefinition(given === undefined ? rest : { ...rest, parameters: given });
}

/** System instructions that a span keeps beside its messages. */
export function systemBeside(attributes: JsonObject): readonly JsonObject[] {
  return systemMessages(attributes["gen_ai.system_instructions"]) ?? [];
}

/** Attributes of the span that a generation came as; the text of them may be as long as all it says. */
export function attributesOf(metadata: JsonObject): JsonObject {
  return objectOf(jsonIn(metadata["attributes"]));
}

/** The form that was asked for, which Langfuse's Python wrapper keeps in the metadata: as it was sent, or the schema of a class. */
export function responseFormat(metadata: JsonObject, unsaid: Unsaid): JsonObject | null {
  const given = metadata["response_format"] ?? metadata["text_format"];
  if (given === undefined || given === null || given === "") return null;
  const format = jsonIn(given);
  if (!isObject(format)) {
    if (/^\s*\{/u.test(asText(given))) unsaid.met = true;
    return null;
  }
  if (!isObject(format["properties"]) && !isObject(format["$defs"])) return format;
  const name = textOf(format["title"])?.replaceAll(/\W/gu, "_") ?? "answer";
  return { type: "json_schema", json_schema: { name, schema: format } };
}

/** Whether a message called tools, or answers one. */
export function callsTools(message: unknown): boolean {
  const { role, content, tool_calls } = objectOf(message);
  const uses = arrayOf(content).some((part) => USES.has(objectOf(part)["type"]));
  return role === "tool" || arrayOf(tool_calls).length > 0 || uses;
}

const USES = new Set<unknown>(["tool_use", "tool_result"]);

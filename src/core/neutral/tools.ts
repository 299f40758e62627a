import { asText, arrayOf, isObject, objectOf, type JsonObject } from "../json.ts";
import { lookUp } from "../look-up.ts";
import { meet, type Draft } from "./draft.ts";
import type { NeutralTool } from "./neutral.ts";

const NO_PARAMETERS = { type: "object", properties: {} };

/** The tools of a request in any dialect, `functions` of old chat requests among them. */
export function readTools(body: JsonObject, strictByDefault: boolean, draft: Draft): readonly NeutralTool[] {
  const tools: NeutralTool[] = [];
  for (const tool of arrayOf(body["tools"])) {
    if (isObject(tool)) tools.push(readTool(tool, strictByDefault, draft));
  }
  for (const legacy of arrayOf(body["functions"])) {
    if (isObject(legacy)) tools.push(readFunction(legacy, legacy["parameters"], false));
  }
  for (const name of ["web_search_options", "mcp_servers"]) {
    const hosted = body[name];
    if (hosted === undefined || hosted === null || (Array.isArray(hosted) && hosted.length === 0)) continue;
    meet(draft, "hosted_tool");
    tools.push({ name, parameters: null, hosted });
  }
  return tools;
}

function readTool(tool: JsonObject, strictByDefault: boolean, draft: Draft): NeutralTool {
  const chat = tool["function"];
  if (isObject(chat)) return readFunction(chat, chat["parameters"], false);
  const type = tool["type"];
  if (type === "function") return readFunction(tool, tool["parameters"], strictByDefault);
  if (tool["input_schema"] !== undefined && (type === undefined || type === null || type === "custom")) {
    return readFunction(tool, tool["input_schema"], false);
  }
  if (type === "custom") {
    const custom = isObject(tool["custom"]) ? tool["custom"] : tool;
    const { name, description, format } = custom;
    return { name: asText(name), ...described(description), parameters: null, ...(format ? { format } : {}) };
  }
  meet(draft, "hosted_tool");
  return { name: asText(tool["name"] ?? type ?? Object.keys(tool)[0]), parameters: null, hosted: tool };
}

function readFunction(definition: JsonObject, parameters: unknown, strictByDefault: boolean): NeutralTool {
  const strict = definition["strict"] ?? strictByDefault;
  const examples = definition["input_examples"];
  return {
    name: asText(definition["name"]),
    ...described(definition["description"]),
    parameters: parameters ?? NO_PARAMETERS,
    ...(strict === true ? { strict } : {}),
    ...(Array.isArray(examples) && examples.length > 0 ? { examples } : {}),
  };
}

function described(description: unknown): { readonly description?: string } {
  return typeof description === "string" && description !== "" ? { description } : {};
}

/** Which tool the model must call, in any dialect; null where it decides for itself. Calls kept to one at a time are part of the choice. */
export function readToolChoice(body: JsonObject): unknown {
  const given = body["tool_choice"] ?? body["function_call"];
  const choice = typeof given === "string" ? chosen(given) : readChoice(objectOf(given));
  const serial = body["parallel_tool_calls"] === false || objectOf(given)["disable_parallel_tool_use"] === true;
  return serial ? { choice, parallel: false } : choice;
}

const CHOICES: Readonly<Record<string, string | null>> = { auto: null, any: "required" };

function chosen(word: string): string | null {
  const choice = lookUp(CHOICES, word);
  return choice === undefined ? word : choice;
}

function readChoice(given: JsonObject): unknown {
  const type = given["type"];
  const name = objectOf(given["function"])["name"] ?? objectOf(given["custom"])["name"] ?? given["name"];
  if (typeof name === "string") return { name };
  if (type === undefined || type === null) return null;
  if (
    typeof type === "string" &&
    Object.keys(given).every((member) => member === "type" || member === "disable_parallel_tool_use")
  ) {
    return chosen(type);
  }
  return given;
}

import type { JSONSchema7, LanguageModelV4FunctionTool } from "@ai-sdk/provider";
import { arrayOf, isObject, objectOf, type JsonObject } from "../../core/json.ts";
import type { Call, CallDraft } from "../translation/call-draft.ts";
import { present } from "../translation/numbers.ts";

const NO_PARAMETERS: JSONSchema7 = { type: "object", properties: {} };

function functionTool({ name, description, parameters, strict }: JsonObject): LanguageModelV4FunctionTool {
  return present({
    type: "function",
    name: String(name),
    description: typeof description === "string" ? description : undefined,
    inputSchema: isObject(parameters) ? (parameters as JSONSchema7) : NO_PARAMETERS,
    strict: typeof strict === "boolean" ? strict : undefined,
  } as LanguageModelV4FunctionTool);
}

/** The functions of a chat request, those of old (`functions`) among them; tools of other kinds are named as dropped. */
function chatTools(draft: CallDraft, body: JsonObject): LanguageModelV4FunctionTool[] {
  const legacy = arrayOf(body["functions"]).filter(isObject);
  return [...arrayOf(body["tools"]), ...legacy.map((called) => ({ function: called }))].flatMap((tool) => {
    const { type, function: called } = objectOf(tool);
    if (isObject(called)) return [functionTool(called)];
    draft.dropped.add(`tools.${String(type)}`);
    return [];
  });
}

function choiceOf(draft: CallDraft, given: unknown): Call["toolChoice"] {
  if (given === "auto" || given === "none" || given === "required") return { type: given };
  if (!isObject(given)) return undefined;
  const called = isObject(given["function"]) ? given["function"] : given;
  if (typeof called["name"] === "string") return { type: "tool", toolName: called["name"] };
  draft.dropped.add(`tool_choice.${String(given["type"])}`);
  return undefined;
}

/** Tools and choice of a call. A choice among some tools (`allowed_tools`) becomes a call with these tools alone. */
export function chatToolChoice(draft: CallDraft, body: JsonObject): Pick<Call, "tools" | "toolChoice"> {
  const tools = chatTools(draft, body);
  const given = body["tool_choice"] ?? body["function_call"];
  const allowed = objectOf(objectOf(given)["allowed_tools"]);
  if (Array.isArray(allowed["tools"])) {
    const names = new Set(allowed["tools"].map((tool) => objectOf(objectOf(tool)["function"])["name"]));
    const kept = tools.filter(({ name }) => names.has(name));
    return kept.length === 0 ? {} : present({ tools: kept, toolChoice: choiceOf(draft, allowed["mode"]) });
  }
  return tools.length === 0 ? {} : present({ tools, toolChoice: choiceOf(draft, given) });
}

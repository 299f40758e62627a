import { isObject, textOf, type JsonObject } from "../../core/json.ts";
import { valueOrJson } from "../record/json-text.ts";

/** Whether the answer was to be JSON: the conventions say that, and leave the schema out. */
const JSON_ASKED = new Set(["json", "json_object", "json_schema"]);

/**
 * `response_format` as a span tells it: OpenLLMetry keeps the schema of an answer, or the whole of what it cannot read as one. "missing" where
 * the answer was to be JSON and nothing says which.
 */
export function responseFormat(attributes: JsonObject): JsonObject | "missing" | null {
  const told = valueOrJson(attributes["gen_ai.request.structured_output_schema"]);
  if (isObject(told)) {
    if (told["type"] === "text") return null;
    const whole = told["type"] === "json_object" || told["type"] === "json_schema";
    return whole ? told : { type: "json_schema", json_schema: { name: "answer", schema: told } };
  }
  const asked = textOf(attributes["gen_ai.output.type"]) ?? textOf(attributes["gen_ai.openai.request.response_format"]);
  return asked !== null && JSON_ASKED.has(asked) ? "missing" : null;
}

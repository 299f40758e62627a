import { readAnswer } from "../../core/answer/read-answer.ts";
import { fitsSchema } from "../../core/json-schema.ts";
import { parseJson, type JsonObject } from "../../core/json.ts";

/** What keeps an answer from matching the endpoint's schema; null = it matches, or calls a tool and has no text to match. */
export function schemaProblem(schema: JsonObject, body: JsonObject): string | null {
  const answer = readAnswer(body);
  const text = answer?.text ?? "";
  if (text === "" && (answer?.tool_calls.length ?? 0) > 0) return null;
  const value = parseJson(text);
  if (value === undefined) return "it is not JSON";
  return fitsSchema(value, schema) === false ? "a field is missing or of another kind" : null;
}

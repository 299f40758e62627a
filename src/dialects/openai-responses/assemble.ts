import { objectOf, type JsonObject } from "../../core/json.ts";
import type { Assembly } from "../dialect.ts";

const NAMES: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "top_p",
  max_tokens: "max_output_tokens",
};

/** An endpoint's system prompt before the client's instructions, its schema in place of the client's format, its defaults where the client is silent. Responses know no `seed` and no `stop`. */
export function assembleResponses(
  body: JsonObject,
  { system_prompt, response_schema, defaults }: Assembly,
): JsonObject {
  const made: Record<string, unknown> = { ...body };
  if (system_prompt !== null) {
    const given = body["instructions"];
    made["instructions"] = typeof given === "string" && given !== "" ? `${system_prompt}\n\n${given}` : system_prompt;
  }
  if (response_schema !== null) {
    const { name, schema } = response_schema;
    made["text"] = { ...objectOf(body["text"]), format: { type: "json_schema", name, schema, strict: true } };
  }
  for (const [neutral, value] of Object.entries(defaults)) {
    const name = NAMES[neutral];
    if (name !== undefined) made[name] ??= value;
    else if (neutral === "reasoning_effort") {
      made["reasoning"] = { effort: value, ...present(objectOf(body["reasoning"])) };
    }
  }
  return made;
}

function present(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

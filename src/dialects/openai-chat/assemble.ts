import { arrayOf, type JsonObject } from "../../core/json.ts";
import type { Assembly } from "../dialect.ts";

/** Names under which a client may have given a neutral parameter. */
const GIVEN_AS: Readonly<Record<string, readonly string[]>> = { max_tokens: ["max_tokens", "max_completion_tokens"] };

/**
 * An endpoint's system prompt before the client's own messages, its schema in place of the client's format, its defaults where the client is silent.
 * The prompt has the role `system` for every model: OpenAI's reasoning models take it for `developer`, most others know no `developer`.
 */
export function assembleChat(body: JsonObject, { system_prompt, response_schema, defaults }: Assembly): JsonObject {
  let made = body;
  if (system_prompt !== null) {
    made = { ...made, messages: [{ role: "system", content: system_prompt }, ...arrayOf(body["messages"])] };
  }
  if (response_schema !== null) {
    const { name, schema } = response_schema;
    made = { ...made, response_format: { type: "json_schema", json_schema: { name, schema, strict: true } } };
  }
  for (const [name, value] of Object.entries(defaults)) {
    const given = (GIVEN_AS[name] ?? [name]).some((alias) => body[alias] !== undefined && body[alias] !== null);
    if (!given) made = { ...made, [name === "max_tokens" ? "max_completion_tokens" : name]: value };
  }
  return made;
}

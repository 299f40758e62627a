import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";
import type { Assembly } from "../dialect.ts";

/** Neutral names of parameters that stand under the same name here. */
const SAME = new Set(["temperature", "top_p", "max_tokens"]);

const EFFORTS: Readonly<Record<string, string>> = { minimal: "low" };

/** An endpoint's system prompt before the client's, its schema in place of the client's format, its defaults where the client is silent. Anthropic knows no `seed`. */
export function assembleMessages(body: JsonObject, { system_prompt, response_schema, defaults }: Assembly): JsonObject {
  const made: Record<string, unknown> = { ...body };
  if (system_prompt !== null) made["system"] = withPrompt(system_prompt, body["system"]);
  if (response_schema !== null) {
    delete made["output_format"];
    const format = { type: "json_schema", schema: response_schema.schema };
    made["output_config"] = { ...objectOf(made["output_config"]), format };
  }
  for (const [name, value] of Object.entries(defaults)) {
    if (SAME.has(name)) made[name] ??= value;
    else if (name === "stop") made["stop_sequences"] ??= value;
    else if (name === "reasoning_effort") addEffort(made, String(value));
  }
  return made;
}

function withPrompt(prompt: string, system: unknown): unknown {
  if (system === undefined || system === null || system === "") return prompt;
  const client = typeof system === "string" ? [{ type: "text", text: system }] : arrayOf(system);
  return [{ type: "text", text: prompt }, ...client];
}

function addEffort(made: Record<string, unknown>, effort: string): void {
  const config = objectOf(made["output_config"]);
  if ((config["effort"] ?? made["thinking"] ?? null) !== null) return;
  if (effort === "none") made["thinking"] = { type: "disabled" };
  else made["output_config"] = { ...config, effort: lookUp(EFFORTS, effort) ?? effort };
}

import { isObject, objectOf, type JsonObject } from "../json.ts";
import type { NeutralParameters, NeutralResponseFormat } from "./neutral.ts";

/** The sampling parameters of a request in any dialect, under one name each. */
export function readParameters(body: JsonObject): NeutralParameters {
  const stop = body["stop"] ?? body["stop_sequences"];
  return present({
    temperature: body["temperature"],
    top_p: body["top_p"],
    max_tokens: body["max_completion_tokens"] ?? body["max_output_tokens"] ?? body["max_tokens"],
    seed: body["seed"],
    stop: stop === undefined || stop === null ? undefined : Array.isArray(stop) ? stop : [stop],
    reasoning_effort: body["reasoning_effort"] ?? objectOf(body["reasoning"])["effort"] ?? readThinking(body),
  });
}

function present(parameters: Record<string, unknown>): NeutralParameters {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(parameters)) {
    const value = parameters[name];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    kept[name] = value;
  }
  return kept;
}

function readThinking(body: JsonObject): unknown {
  const effort = objectOf(body["output_config"])["effort"];
  const thinking = objectOf(body["thinking"]);
  if (thinking["type"] === undefined || thinking["type"] === "disabled") return effort;
  const asked = { thinking: thinking["type"], budget_tokens: thinking["budget_tokens"] };
  return effort === undefined ? asked : { effort, ...asked };
}

/** The form the answer must take, in any dialect; null = text. The schema's name is a label of the wire format and left out. */
export function readResponseFormat(body: JsonObject): NeutralResponseFormat | null {
  const chat = body["response_format"];
  if (isObject(chat)) return readFormat(chat, objectOf(chat["json_schema"]));
  const responses = objectOf(body["text"])["format"];
  if (isObject(responses)) return readFormat(responses, responses);
  const anthropic = objectOf(body["output_config"])["format"] ?? body["output_format"];
  if (isObject(anthropic)) return readFormat(anthropic, { ...anthropic, strict: true });
  return null;
}

function readFormat(format: JsonObject, definition: JsonObject): NeutralResponseFormat | null {
  if (format["type"] === "json_object") return { type: "json_object" };
  if (format["type"] !== "json_schema") return null;
  const description = definition["description"];
  return {
    type: "json_schema",
    ...(typeof description === "string" ? { description } : {}),
    schema: definition["schema"],
    ...(definition["strict"] === true ? { strict: true } : {}),
  };
}
